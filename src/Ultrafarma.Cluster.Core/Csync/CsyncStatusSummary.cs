namespace Ultrafarma.Cluster.Csync;

/// <summary>Joins what the nodes tell: which paths are dirty on several, and whose certificate is not the recorded one. Pure.</summary>
internal sealed class CsyncStatusSummary
{
    private readonly IReadOnlyDictionary<string, CsyncNodeStatus> _nodes;
    private readonly Dictionary<string, int> _dirtyOn = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Node, string Certificate)> _shown = new(StringComparer.OrdinalIgnoreCase);
    private readonly bool _canCompare;

    public CsyncStatusSummary(IReadOnlyDictionary<string, CsyncNodeStatus> nodes)
    {
        _nodes = nodes;
        _canCompare = nodes.Values.Count(n => n.Rows is not null) > 1;
        foreach (var path in nodes.Values.SelectMany(n => n.Rows?.Debts.Keys ?? []))
        {
            _dirtyOn[path] = _dirtyOn.GetValueOrDefault(path) + 1;
        }

        foreach (var (name, node) in nodes)
        {
            if (node.Certificate is not null)
            {
                _shown[node.Host] = (name, node.Certificate);
            }
        }
    }

    /// <summary>The status of one node.</summary>
    /// <param name="name">The node's name.</param>
    /// <param name="oldest">The age of its oldest pending file.</param>
    public CsyncStatus Of(string name, TimeSpan? oldest)
    {
        var node = _nodes[name];
        var mismatches = node.Pinned
            .Where(p => _shown.TryGetValue(p.Key, out var shown) && shown.Certificate != p.Value)
            .Select(p => (Host: p.Key, _shown[p.Key].Node))
            .OrderBy(p => p.Node, StringComparer.Ordinal)
            .ToList();
        return new CsyncStatus
        {
            Node = name,
            ServerAnswers = node.ServerAnswers,
            Pending = node.Rows?.Debts.Values.Sum(d => d.Peers.Count),
            OldestPending = oldest,
            ConflictCandidates = _canCompare ? node.Rows?.Debts.Keys.Count(p => _dirtyOn[p] > 1) : null,
            Hints = node.Hints,
            LastRun = node.LastRun,
            Schedule = node.Schedule,
            DatabaseBytes = node.DatabaseBytes,
            CertificateMismatches = [.. mismatches.Select(m => m.Node)],
            Problems =
            [
                .. node.Problems,
                .. mismatches.Select(m =>
                    $"{m.Node} shows another certificate than csync2 recorded here, so it is refused. If it was renewed, remove the record of "
                    + $"peer {m.Host} from the table x509_cert of csync2's database."),
            ],
        };
    }
}
