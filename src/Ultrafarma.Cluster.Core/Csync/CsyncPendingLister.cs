using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Lists what every node still owes to its peers.</summary>
public sealed class CsyncPendingLister
{
    private readonly INodeGroup _group;
    private readonly CsyncSettings _settings;
    private readonly CsyncNodeReader _reader;

    /// <summary>Creates the lister.</summary>
    public CsyncPendingLister(INodeGroup group, CsyncSettings settings)
    {
        _group = group;
        _settings = settings;
        _reader = new CsyncNodeReader(settings);
    }

    /// <summary>Lists the rows, by node and path. It changes nothing.</summary>
    public Task<(IReadOnlyList<CsyncPending> Rows, IReadOnlyList<NodeException> Failures)> ListAsync(CancellationToken cancellationToken) =>
        ListAsync([], cancellationToken);

    /// <summary>
    /// Lets csync2 on every node push what is pending, as its schedule does, and lists what stays with csync2's reason.
    /// </summary>
    public async Task<(IReadOnlyList<CsyncPending> Rows, IReadOnlyList<NodeException> Failures)> ListWithReasonsAsync(
        CancellationToken cancellationToken)
    {
        var pusher = new CsyncPusher(_settings);
        var answers = new Dictionary<string, CsyncPushAnswer>(StringComparer.OrdinalIgnoreCase);
        var failures = new List<NodeException>();

        // In turn: two nodes that push to each other at once wait for each other's databases.
        foreach (var result in await FanOut.RunAsync(
            _group.NodeNames, n => n, 1, (n, token) => pusher.PushPendingAsync(_group[n], _group.NodeNames.Count, token), cancellationToken))
        {
            if (result.Error is null)
            {
                answers[result.NodeName] = result.Value!;
            }
            else
            {
                failures.Add(result.Error);
            }
        }

        var answering = new NodeGroupScope(_group, [.. answers.Keys], _group.ThrottleLimit);
        var (rows, more) = await new CsyncPendingLister(answering, _settings).ListAsync(answers, cancellationToken);
        return (rows, [.. failures, .. more]);
    }

    private async Task<(IReadOnlyList<CsyncPending> Rows, IReadOnlyList<NodeException> Failures)> ListAsync(
        Dictionary<string, CsyncPushAnswer> answers, CancellationToken cancellationToken)
    {
        var state = await CsyncClusterState.ReadAsync(_group, _reader, cancellationToken);
        var paths = state.Paths.ToList();
        var files = paths.Count == 0 ? null : await state.ReadFactsAsync(paths, cancellationToken);
        var now = DateTimeOffset.UtcNow;
        var refusals = answers.ToDictionary(a => a.Key, a => a.Value.Refusals, StringComparer.OrdinalIgnoreCase);
        var rows = state.Debts
            .SelectMany(d => d.Debt.Peers.Select(peer => WithReason(
                new CsyncPending
                {
                    Node = d.Node,
                    Peer = state.NodeOfHost(peer.Peer),
                    Path = d.Path,
                    Forced = peer.Forced,
                    Age = now - files!.VersionsOf(d.Path).FirstOrDefault(v => v.Node == d.Node)?.ChangeTime,
                },
                peer.Peer,
                answers.GetValueOrDefault(d.Node),
                refusals.GetValueOrDefault(d.Node))))
            .ToList();
        return (rows, state.Failures);
    }

    private static CsyncPending WithReason(
        CsyncPending row, string host, CsyncPushAnswer? answer, ILookup<string, CsyncRefusal>? refusals)
    {
        if (answer is null || refusals is null)
        {
            return row;
        }

        var (reason, words) = answer.ReasonFor(row.Path, host, refusals);
        return row with { Reason = reason, ReasonText = words };
    }
}
