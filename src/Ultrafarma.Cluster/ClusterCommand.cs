using System.Management.Automation;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands;

/// <summary>What every cmdlet of the module shares: cancellation, the session, and asynchronous work on the pipeline.</summary>
public abstract class ClusterCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>The session of this runspace.</summary>
    private protected SessionSlot Slot => new(MyInvocation.MyCommand.Module);

    /// <summary>The connected cluster, or this machine alone.</summary>
    private protected INodeGroup Group => (INodeGroup?)Slot.Current ?? new LocalNodeGroup();

    /// <summary>Cancels the work when the user presses Ctrl-C.</summary>
    protected override void StopProcessing()
    {
        try
        {
            _stopping.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Ctrl-C came just as the cmdlet ended.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the cmdlet holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stopping.Dispose();
        }
    }

    /// <summary>The name as the inventory spells it; a name that it does not know ends the cmdlet.</summary>
    private protected string NodeNamed(string name)
    {
        var group = Group;
        var node = group.NodeNames.FirstOrDefault(n => n.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (node is null)
        {
            ThrowTerminatingError(NodeErrorRecords.UnknownNode(name, group.NodeNames));
        }

        return node!;
    }

    /// <summary>Runs asynchronous work to its end on the pipeline thread. A node's failure that it lets out becomes an error record.</summary>
    private protected void Run(Func<PipelinePump, CancellationToken, Task> work, bool startsHere = false)
    {
        using var pump = new PipelinePump(this);
        try
        {
            pump.Run(work, _stopping, startsHere);
        }
        catch (NodeException e)
        {
            WriteError(e.ToErrorRecord());
        }
    }

    /// <summary>Asks the chosen nodes side by side and hands over each answer; a node that fails is an error.</summary>
    /// <returns>The nodes that failed.</returns>
    private protected static async Task<IReadOnlyList<string>> AskAsync<T>(
        INodeGroup group,
        PipelinePump pump,
        Func<INodeShell, CancellationToken, Task<T>> ask,
        Action<T> onAnswer,
        CancellationToken cancellationToken)
    {
        var failed = new List<string>();
        foreach (var result in await group.AskAsync(group.NodeNames, ask, cancellationToken))
        {
            if (result.Error is { } error)
            {
                failed.Add(result.NodeName);
                pump.WriteError(error.ToErrorRecord());
            }
            else
            {
                onAnswer(result.Value!);
            }
        }

        return failed;
    }

    /// <summary>The full path of a file as the user typed it, relative to PowerShell's current folder.</summary>
    private protected string FilePath(string typed)
    {
        var path = SessionState.Path.GetUnresolvedProviderPathFromPSPath(typed, out var provider, out _);
        if (provider.Name != "FileSystem")
        {
            ThrowTerminatingError(NodeErrorRecords.NotAFile(typed));
        }

        return path;
    }

    /// <summary>Shows Core's progress as PowerShell's.</summary>
    private protected static IProgress<OperationProgress> ProgressTo(PipelinePump pump) => new ProgressWriter(pump);

    private sealed class ProgressWriter(PipelinePump pump) : IProgress<OperationProgress>
    {
        public void Report(OperationProgress value) => pump.WriteProgress(
            new ProgressRecord(1, value.Activity, value.Status) { PercentComplete = value.PercentComplete });
    }
}
