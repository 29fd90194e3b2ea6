using System.Diagnostics;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Runs csync2 on nodes in turn, check and push, while no schedule and nobody else does.</summary>
public sealed class CsyncSynchronizer
{
    private const string Activity = "Running csync2";
    private readonly INodeGroup _group;
    private readonly CsyncSettings _settings;
    private readonly CsyncRunOptions _run;
    private readonly IProgress<OperationProgress>? _progress;
    private readonly CsyncNodeReader _reader;

    /// <summary>Creates the synchronizer.</summary>
    /// <param name="group">All nodes of the cluster: the schedules of those that only take files are held off too.</param>
    /// <param name="settings">Where csync2 is on them.</param>
    /// <param name="run">How this run is known to others.</param>
    /// <param name="progress">Told of each step, or null.</param>
    public CsyncSynchronizer(INodeGroup group, CsyncSettings settings, CsyncRunOptions run, IProgress<OperationProgress>? progress)
    {
        _group = group;
        _settings = settings;
        _run = run;
        _progress = progress;
        _reader = new CsyncNodeReader(settings);
    }

    /// <summary>Runs csync2 on one node after the other: two that push to each other at once wait for each other's databases.</summary>
    /// <param name="nodes">The nodes that push.</param>
    /// <param name="scope">What they push.</param>
    /// <param name="done">Told what a node did.</param>
    /// <param name="failed">Told of a node where nothing could be done.</param>
    /// <param name="cancellationToken">Ends the run; the schedules are put back.</param>
    /// <exception cref="NodeException">Nothing was done: somebody else runs csync2, or a node refuses us.</exception>
    public async Task RunAsync(
        IReadOnlyList<string> nodes,
        CsyncScope scope,
        Action<CsyncSyncReport> done,
        Action<string, Exception> failed,
        CancellationToken cancellationToken)
    {
        await using var hold = await HoldAsync(cancellationToken);
        await RunHeldAsync(hold, nodes, scope, done, failed, cancellationToken);
    }

    /// <summary>Holds the schedules of all nodes.</summary>
    /// <exception cref="NodeException">Somebody else runs csync2, or a node refuses us; nothing is held then.</exception>
    internal async Task<CsyncScheduleHold> HoldAsync(CancellationToken cancellationToken)
    {
        Report("Holding csync2's schedules", 0);
        var hold = await CsyncScheduleHold.AcquireAsync(_group, _settings, _run, cancellationToken);
        try
        {
            hold.ThrowIfRunning();
            return hold;
        }
        catch
        {
            await hold.DisposeAsync();
            throw;
        }
    }

    /// <summary>Does the same while the caller holds the schedules.</summary>
    internal async Task RunHeldAsync(
        CsyncScheduleHold hold,
        IReadOnlyList<string> nodes,
        CsyncScope scope,
        Action<CsyncSyncReport> done,
        Action<string, Exception> failed,
        CancellationToken cancellationToken)
    {
        for (var i = 0; i < nodes.Count; i++)
        {
            var node = nodes[i];
            if (hold.Absent.FirstOrDefault(a => a.NodeName.Equals(node, StringComparison.OrdinalIgnoreCase)) is { } absent)
            {
                failed(node, absent);
                continue;
            }

            // It has cost its own turn only: what the others owe it waits until it is back.
            if (hold.Lost.Contains(node, StringComparer.OrdinalIgnoreCase))
            {
                failed(node, new NodeException(NodeErrorKind.ConnectionLost, node,
                    $"{node} no longer holds csync2's schedule, so csync2 was not run there. Look at the node, then run this again for it."));
                continue;
            }

            try
            {
                done(await RunAsync(node, scope, 5 + (i * 95 / nodes.Count), cancellationToken));
            }
            catch (Exception e) when (e is NodeException or CsyncEditException)
            {
                failed(node, e);
            }
        }
    }

    private async Task<CsyncSyncReport> RunAsync(string node, CsyncScope scope, int percent, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var shell = _group[node];
        Report($"{node} looks for changes", percent);
        var check = await new CsyncChecker(_settings).CheckAsync(shell, scope, _run.Action, cancellationToken);
        var inside = scope with { Paths = [.. scope.Paths.Except(check.Outside, StringComparer.Ordinal)] };
        if (scope.Paths.Count > 0 && inside.Paths.Count == 0)
        {
            return new CsyncSyncReport { Node = node, Duration = watch.Elapsed, Deliveries = [], Outside = check.Outside };
        }

        var before = await ReadAsync(node, inside, cancellationToken);
        var peers = before.Debts.SelectMany(d => d.Debt.Peers).Select(p => p.Peer).Distinct().Count();
        var total = before.Debts.Sum(d => d.Debt.Peers.Count);
        Report($"{node} pushes {total} changes to {peers} peers", percent);
        var answer = await new CsyncPusher(_settings).SyncAsync(
            shell, inside, new CsyncPush(check.Started, _run.Action, peers) { Prefixed = Prefixed(node, inside, before) }, count => Report($"{node} pushes: {count} of {total} changes", percent), cancellationToken);
        var after = await ReadAsync(node, inside, cancellationToken);
        return new CsyncSyncReport
        {
            Node = node,
            Deliveries = await CompareAsync(node, inside, before, after, answer, cancellationToken),
            Outside = check.Outside,
            Duration = watch.Elapsed,
        };
    }

    /// <summary>What csync2 says it does is text with file names in it; its rows before and after say what it did.</summary>
    private static async Task<IReadOnlyList<CsyncDelivery>> CompareAsync(
        string node, CsyncScope scope, CsyncClusterState before, CsyncClusterState after, CsyncPushAnswer answer, CancellationToken cancellationToken)
    {
        var left = Rows(after).ToHashSet();
        var rows = Rows(before).Union(left).Where(r => scope.Covers(before.RealPath(node, r.Path))).ToList();
        List<string> gone = [.. rows.Where(r => !left.Contains(r)).Select(r => r.Path).Distinct(StringComparer.Ordinal)];
        var files = gone.Count == 0 ? null : await after.ReadFactsAsync(gone, cancellationToken);
        ThrowIfFailed(after);
        var refusals = answer.Refusals;
        return [.. rows.Order().Select(r => ToDelivery(r.Path, r.Peer))];

        CsyncDelivery ToDelivery(string path, string peer)
        {
            var delivery = new CsyncDelivery
            {
                Node = node,
                Peer = before.NodeOfHost(peer),
                Path = path,
                Action = left.Contains((path, peer)) ? CsyncDeliveryAction.Refused
                    : files!.VersionsOf(path)[0].Exists ? CsyncDeliveryAction.Sent
                    : CsyncDeliveryAction.Removed,
            };
            if (delivery.Action != CsyncDeliveryAction.Refused)
            {
                return delivery;
            }

            var (reason, words) = answer.ReasonFor(path, peer, refusals);
            return delivery with { Reason = reason, ReasonText = words };
        }
    }

    private static IReadOnlyList<string> Prefixed(string node, CsyncScope scope, CsyncClusterState state) => scope.Paths.Count == 0
        ? []
        : [.. state.Debts.Select(d => d.Path).Where(p => p.StartsWith('%') && scope.Covers(state.RealPath(node, p))).Distinct(StringComparer.Ordinal)];

    private static IEnumerable<(string Path, string Peer)> Rows(CsyncClusterState state) =>
        state.Debts.SelectMany(d => d.Debt.Peers.Select(p => (d.Path, p.Peer)));

    private async Task<CsyncClusterState> ReadAsync(string node, CsyncScope scope, CancellationToken cancellationToken)
    {
        var state = await CsyncClusterState.ReadAsync(new NodeGroupScope(_group, [node], 1), _reader, scope.Group, cancellationToken);
        ThrowIfFailed(state);
        return state;
    }

    private static void ThrowIfFailed(CsyncClusterState state)
    {
        if (state.Failures.Count > 0)
        {
            throw state.Failures[0];
        }
    }

    private void Report(string status, int percent) => _progress?.Report(new OperationProgress(Activity, status, percent));
}
