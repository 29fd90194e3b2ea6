using System.Globalization;
using System.Text;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>
/// Holds csync2's schedules off on some nodes until it is disposed. On each node a process of ours keeps them off while its
/// standard input is open: when we end, however we end, the input ends and the node puts its schedules back itself.
/// </summary>
internal sealed class CsyncScheduleHold : IAsyncDisposable
{
    private const int FifthsOfASecond = 100;
    private static readonly TimeSpan Tidying = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);
    private static readonly byte[] Beat = "\n"u8.ToArray();
    private static readonly TimeSpan ReleaseWait = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan HurriedWait = TimeSpan.FromMilliseconds(100);
    private readonly List<INodeProcess> _processes = [];
    private readonly List<string> _stillRunning = [];
    private readonly List<NodeException> _absent = [];
    private readonly CancellationTokenSource _released = new();

    private readonly CancellationToken _hurry;

    private CsyncScheduleHold(CancellationToken hurry) => _hurry = hurry;

    /// <summary>The nodes on which a scheduled csync2 still ran when the wait for it was over.</summary>
    public IReadOnlyList<string> StillRunning => _stillRunning;

    /// <summary>The nodes that hold theirs.</summary>
    public IReadOnlyList<string> Nodes { get; private set; } = [];

    /// <summary>The nodes that could not be reached; they are left out of the whole run and not waited for again.</summary>
    public IReadOnlyList<NodeException> Absent => _absent;

    /// <summary>Holds the schedules on all nodes of a group that answer.</summary>
    /// <exception cref="NodeException"><see cref="NodeErrorKind.Busy"/> when somebody else holds them; the message names who and since when.</exception>
    public static async Task<CsyncScheduleHold> AcquireAsync(
        INodeGroup group, CsyncSettings settings, CsyncRunOptions run, CancellationToken cancellationToken)
    {
        var hold = new CsyncScheduleHold(cancellationToken);
        var script = new CsyncScript(settings);
        var patience = FifthsOfASecond.ToString(CultureInfo.InvariantCulture);
        var command = script.Make("hold", run.Who, settings.SchedulePattern, patience) with { Timeout = run.HoldLimit, KillAfter = Tidying };
        try
        {
            var results = await group.AskAsync(group.NodeNames, (shell, token) => hold.StartAsync(shell, command, run.HoldTimeout, token), cancellationToken);
            hold._absent.AddRange(results.Where(r => r.Error?.Kind is NodeErrorKind.Unreachable or NodeErrorKind.ConnectionLost).Select(r => r.Error!));
            if (results.FirstOrDefault(r => r.Error is not null && !hold._absent.Contains(r.Error))?.Error is { } error)
            {
                throw error;
            }

            hold.Nodes = [.. results.Where(r => r.Error is null).Select(r => r.NodeName)];
            return hold;
        }
        catch
        {
            await hold.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes sure that no csync2 runs any more that somebody else started.</summary>
    /// <exception cref="NodeException"><see cref="NodeErrorKind.Busy"/>: one does.</exception>
    public void ThrowIfRunning()
    {
        if (_stillRunning.Count > 0)
        {
            throw new NodeException(NodeErrorKind.Busy, _stillRunning[0],
                $"csync2 runs already on {string.Join(", ", _stillRunning)} and did not end within 20 s, so nothing was done. "
                + "Wait for it to end, then run this again.");
        }
    }

    /// <summary>Makes sure that every node still holds its schedules and its lock.</summary>
    /// <exception cref="NodeException">One does not.</exception>
    public void ThrowIfLost()
    {
        if (_processes.Exists(p => p.ExitCode.IsCompleted))
        {
            throw new NodeException(NodeErrorKind.ConnectionLost, string.Join(", ", Nodes),
                "A node no longer holds csync2's schedule, so nothing more is pushed. Look at the node, then run this again.");
        }
    }

    /// <summary>
    /// Puts the schedules back. The next run is refused until a node has done so, so it waits for that; after Ctrl-C, and
    /// for a node that was cut off, only for a moment.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await _released.CancelAsync();
        var ends = Task.WhenAll(_processes.Select(EndAsync));
        await Task.WhenAny(ends, Task.Delay(ReleaseWait, _hurry));
        await Task.WhenAny(ends, Task.Delay(HurriedWait, CancellationToken.None));
        _processes.Clear();
        _released.Dispose();
    }

    private static async Task EndAsync(INodeProcess process)
    {
        try
        {
            await process.Input.DisposeAsync();
            await process.ExitCode.WaitAsync(ReleaseWait);
        }
        catch (Exception e) when (e is TimeoutException or NodeException or IOException or ObjectDisposedException)
        {
            // The node does the rest by itself: its input has ended, or its connection is gone.
        }

        await process.DisposeAsync();
    }

    /// <summary>Tells a node now and then that we are still here; a node that hears nothing puts its schedules back.</summary>
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

    private async Task<bool> StartAsync(
        INodeShell shell, NodeCommand command, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(patience);
        try
        {
            return await StartAsync(shell, command, deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new NodeException(NodeErrorKind.CommandTimeout, shell.NodeName,
                $"{shell.NodeName} did not hold csync2's schedule within {patience.TotalSeconds:0} s, so nothing was done. Look at what the node is busy with.");
        }
    }

    private async Task<bool> StartAsync(INodeShell shell, NodeCommand command, CancellationToken cancellationToken)
    {
        var process = await shell.StartAsync(command, cancellationToken);
        lock (_processes)
        {
            _processes.Add(process);
        }

        using var reader = new StreamReader(process.Output, Encoding.UTF8, leaveOpen: true);
        while (await reader.ReadLineAsync(cancellationToken).AsTask().WaitAsync(cancellationToken) is { } line)
        {
            switch (line.Split('\t'))
            {
                case ["ready"]:
                    _ = BeatAsync(process);
                    return true;
                case ["running"]:
                    lock (_stillRunning)
                    {
                        _stillRunning.Add(shell.NodeName);
                    }

                    break;
                case ["busy", var holder]:
                    throw new NodeException(NodeErrorKind.Busy, shell.NodeName,
                        $"Another run works on csync2 at {shell.NodeName}: {PathText.Display(holder)}. Wait for it to end, then run this again.");
            }
        }

        using var errors = new MemoryStream();
        await process.ErrorOutput.CopyToAsync(errors, cancellationToken);
        var exitCode = await process.ExitCode.WaitAsync(cancellationToken);
        throw NodeFailure.FromResult(
            shell.NodeName, "holding csync2's schedule", new CommandResult(exitCode, default, errors.ToArray()));
    }
}
