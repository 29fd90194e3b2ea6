using System.Text;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>
/// Processes of ours, one a node, each of which holds something there while its standard input is open and we are heard of: when we
/// end, however we end, the nodes give it up themselves.
/// </summary>
/// <param name="words">How they are spoken of.</param>
/// <param name="releaseWait">How long a node is waited for when it is to give up what it holds.</param>
/// <param name="hurry">Does away with that wait.</param>
internal sealed class NodeHolds(NodeHoldWords words, TimeSpan releaseWait, CancellationToken hurry) : IAsyncDisposable
{
    private const int FirstTries = 2;
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan HurriedWait = TimeSpan.FromMilliseconds(100);
    private static readonly byte[] Beat = "\n"u8.ToArray();
    private readonly Dictionary<string, INodeProcess> _processes = new(StringComparer.OrdinalIgnoreCase);
    private readonly CancellationTokenSource _released = new();

    /// <summary>The nodes that held it once and do so no more.</summary>
    public IReadOnlyList<string> Lost
    {
        get
        {
            lock (_processes)
            {
                return [.. _processes.Where(p => p.Value.ExitCode.IsCompleted).Select(p => p.Key)];
            }
        }
    }

    /// <summary>False when a node does not hold it, or no longer.</summary>
    public bool IsHeldOn(string nodeName)
    {
        lock (_processes)
        {
            return _processes.TryGetValue(nodeName, out var process) && !process.ExitCode.IsCompleted;
        }
    }

    /// <summary>Asks nodes to hold it: first one alone, so that of two runs that begin together one gets all, then the others at once.</summary>
    /// <param name="group">The group that the nodes are of.</param>
    /// <param name="nodeNames">The nodes.</param>
    /// <param name="command">The process. It answers a line a fact, words separated by tabs: <c>ready</c> and more, or <c>busy</c> and who holds it.</param>
    /// <param name="patience">How long a node may take for its answer.</param>
    /// <param name="said">Told of a node's other words.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>What stands after <c>ready</c>, or an error, for each node.</returns>
    /// <exception cref="NodeException"><see cref="NodeErrorKind.Busy"/>: another run holds it somewhere; the message names who and since when.</exception>
    public async Task<IReadOnlyList<NodeResult<string>>> AcquireAsync(
        INodeGroup group,
        IReadOnlyList<string> nodeNames,
        NodeCommand command,
        TimeSpan patience,
        Action<string, string[]> said,
        CancellationToken cancellationToken)
    {
        var results = new List<NodeResult<string>>();
        while (results.Count < nodeNames.Count)
        {
            // Where the first ones are down, their time-outs one after the other would cost more than two runs that both give way.
            var isSettled = results.Exists(r => r.Error is null) || results.Count >= FirstTries;
            string[] next = isSettled ? [.. nodeNames.Skip(results.Count)] : [nodeNames[results.Count]];
            results.AddRange(await group.AskAsync(next, (shell, token) => StartAsync(shell, command, patience, said, token), cancellationToken));
            if (results.Find(r => r.Error is { Kind: NodeErrorKind.Busy })?.Error is { } busy)
            {
                throw busy;
            }
        }

        return results;
    }

    /// <summary>Gives it up everywhere, and waits a moment for the nodes to do so.</summary>
    public async ValueTask DisposeAsync()
    {
        await _released.CancelAsync();
        var ends = Task.WhenAll(_processes.Values.Select(EndAsync));
        await Task.WhenAny(ends, Task.Delay(releaseWait, hurry));
        await Task.WhenAny(ends, Task.Delay(HurriedWait, CancellationToken.None));
        _processes.Clear();
        _released.Dispose();
    }

    private async Task EndAsync(INodeProcess process)
    {
        try
        {
            await process.Input.DisposeAsync();
            await process.ExitCode.WaitAsync(releaseWait);
        }
        catch (Exception e) when (e is TimeoutException or NodeException or IOException or ObjectDisposedException)
        {
            // The node does the rest by itself: its input has ended, or its connection is gone.
        }

        await process.DisposeAsync();
    }

    private async Task<string> StartAsync(
        INodeShell shell, NodeCommand command, TimeSpan patience, Action<string, string[]> said, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(patience);
        try
        {
            return await WaitAsync(shell, command, said, deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new NodeException(NodeErrorKind.CommandTimeout, shell.NodeName,
                $"{shell.NodeName} {words.Late} within {patience.TotalSeconds:0} s, so nothing was done. Look at what the node is busy with.");
        }
    }

    private async Task<string> WaitAsync(INodeShell shell, NodeCommand command, Action<string, string[]> said, CancellationToken cancellationToken)
    {
        var process = await shell.StartAsync(command, cancellationToken);
        lock (_processes)
        {
            _processes[shell.NodeName] = process;
        }

        using var reader = new StreamReader(process.Output, Encoding.UTF8, leaveOpen: true);
        while (await reader.ReadLineAsync(cancellationToken).AsTask().WaitAsync(cancellationToken) is { } line)
        {
            switch (line.Split('\t'))
            {
                case ["ready", .. var more]:
                    _ = BeatAsync(process);
                    return string.Join('\t', more);
                case ["busy", var holder]:
                    throw new NodeException(NodeErrorKind.Busy, shell.NodeName, words.Busy(shell.NodeName, PathText.Display(holder)));
                case var other:
                    said(shell.NodeName, other);
                    break;
            }
        }

        using var errors = new MemoryStream();
        await process.ErrorOutput.CopyToAsync(errors, cancellationToken);
        var exitCode = await process.ExitCode.WaitAsync(cancellationToken);
        throw NodeFailure.FromResult(shell.NodeName, words.Purpose, new CommandResult(exitCode, default, errors.ToArray()));
    }

    /// <summary>Tells a node now and then that we are still here; a node that hears nothing gives up what it holds.</summary>
    private async Task BeatAsync(INodeProcess process)
    {
        try
        {
            using var timer = new PeriodicTimer(Heartbeat);
            while (await timer.WaitForNextTickAsync(_released.Token))
            {
                await process.Input.WriteAsync(Beat, _released.Token);
                await process.Input.FlushAsync(_released.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or NodeException or IOException or ObjectDisposedException)
        {
            // Released, or the connection is gone: then the node hears nothing more, which is what the beat is for.
        }
    }
}
