using System.Globalization;
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
    private static readonly TimeSpan ReleaseWait = TimeSpan.FromSeconds(3);
    private static readonly NodeHoldWords Words = new(
        "holding csync2's schedule",
        "did not hold csync2's schedule",
        (node, holder) => $"Another run works on csync2 at {node}: {holder}. Wait for it to end, then run this again.");

    private readonly NodeHolds _holds;
    private readonly List<string> _stillRunning = [];

    private CsyncScheduleHold(CancellationToken hurry) => _holds = new NodeHolds(Words, ReleaseWait, hurry);

    /// <summary>The nodes on which a scheduled csync2 still ran when the wait for it was over.</summary>
    public IReadOnlyList<string> StillRunning => _stillRunning;

    /// <summary>The nodes that hold theirs.</summary>
    public IReadOnlyList<string> Nodes { get; private set; } = [];

    /// <summary>The nodes that could not be reached; they are left out of the whole run and not waited for again.</summary>
    public IReadOnlyList<NodeException> Absent { get; private set; } = [];

    /// <summary>The nodes that held theirs once and do so no more.</summary>
    public IReadOnlyList<string> Lost => _holds.Lost;

    /// <summary>Holds the schedules on all nodes of a group that answer.</summary>
    /// <exception cref="NodeException"><see cref="NodeErrorKind.Busy"/> when somebody else holds them; the message names who and since when.</exception>
    public static async Task<CsyncScheduleHold> AcquireAsync(
        INodeGroup group, CsyncSettings settings, CsyncRunOptions run, CancellationToken cancellationToken)
    {
        var hold = new CsyncScheduleHold(cancellationToken);
        var patience = FifthsOfASecond.ToString(CultureInfo.InvariantCulture);
        var command = new CsyncScript(settings).Make("hold", run.Who, settings.SchedulePattern, patience) with { Timeout = run.HoldLimit, KillAfter = Tidying };
        try
        {
            var results = await hold._holds.AcquireAsync(group, group.NodeNames, command, run.HoldTimeout, hold.Hear, cancellationToken);
            hold.Absent = [.. results.Where(r => r.Error?.Kind is NodeErrorKind.Unreachable or NodeErrorKind.ConnectionLost).Select(r => r.Error!)];
            if (results.FirstOrDefault(r => r.Error is not null && !hold.Absent.Contains(r.Error))?.Error is { } error)
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
        if (Lost is { Count: > 0 } lost)
        {
            throw new NodeException(NodeErrorKind.ConnectionLost, lost[0],
                $"{string.Join(", ", lost)} no longer holds csync2's schedule, so nothing more is pushed. Look at the node, then run this again.");
        }
    }

    /// <summary>
    /// Puts the schedules back. The next run is refused until a node has done so, so it waits for that; after Ctrl-C, and
    /// for a node that was cut off, only for a moment.
    /// </summary>
    public ValueTask DisposeAsync() => _holds.DisposeAsync();

    private void Hear(string node, string[] words)
    {
        if (words is ["running"])
        {
            lock (_stillRunning)
            {
                _stillRunning.Add(node);
            }
        }
    }
}
