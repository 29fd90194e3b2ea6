using System.Management.Automation;
using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Httpd;

/// <summary>A cmdlet that changes config files on nodes, each with Apache's check before, a kept copy, and a way back.</summary>
public abstract class HttpdChangeCommand : HttpdCommand
{
    /// <summary>How many replaced files are kept a node and file.</summary>
    [Parameter]
    [ValidateRange(1, 10000)]
    public int KeepBackups { get; set; } = 10;

    /// <summary>Emits what became of it, and an error for what was not done.</summary>
    private protected static void Write(PipelinePump pump, HttpdChangeResult result)
    {
        pump.Write(result);
        if (result.Action is HttpdChangeAction.Failed or HttpdChangeAction.RolledBack)
        {
            pump.WriteError(HttpdErrorRecords.NotChanged(result));
        }
    }

    /// <summary>Asks about a node's edits, and carries them out when nobody objects.</summary>
    /// <returns>Null when it was not to be done.</returns>
    private protected async Task<HttpdChangeResult?> ChangeAsync(
        PipelinePump pump,
        INodeShell shell,
        HttpdRun run,
        IReadOnlyList<HttpdFileEdit> edits,
        bool reload,
        IReadOnlyList<int> ports,
        CancellationToken cancellationToken)
    {
        var action = string.Join("; ", edits.SelectMany(e => e.Changes)) + (reload ? "; reload Apache" : "");
        var node = shell.NodeName;
        return await pump.AskAsync(cmdlet => cmdlet.ShouldProcess(node, action))
            ? await new HttpdEditRun(Settings, run).RunAsync(shell, edits, reload, HealthUrl(node), ports, cancellationToken)
            : null;
    }
}
