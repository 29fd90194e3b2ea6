using System.Collections.Concurrent;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>The dirty rows of all nodes at one moment, joined by path. A node that failed is not asked again.</summary>
internal sealed class CsyncClusterState
{
    private readonly Dictionary<string, CsyncNodeRows> _rowsOf = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _nodeOfHost = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<CsyncDebt, IReadOnlyList<string>> _namesOf = new();
    private IReadOnlyList<string> _paths = [];
    private readonly Dictionary<string, CsyncPrefixes> _prefixes = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<NodeException> _failures = [];

    private CsyncClusterState(INodeGroup group, CsyncNodeReader reader)
    {
        Group = group;
        Reader = reader;
        foreach (var name in group.KnownNames)
        {
            _nodeOfHost[PlainName(name)] = name;
        }
    }

    public INodeGroup Group { get; }

    public CsyncNodeReader Reader { get; }

    /// <summary>The nodes that answered, in the inventory's order.</summary>
    public IReadOnlyList<string> Answering =>
        [.. Group.NodeNames.Where(n => _rowsOf.ContainsKey(n) && !_failures.Any(f => f.NodeName.Equals(n, StringComparison.OrdinalIgnoreCase)))];

    public IReadOnlyList<NodeException> Failures => _failures;

    /// <summary>The paths that are dirty anywhere, in order.</summary>
    public IReadOnlyList<string> Paths => _paths;

    public static Task<CsyncClusterState> ReadAsync(INodeGroup group, CsyncNodeReader reader, CancellationToken cancellationToken) =>
        ReadAsync(group, reader, csyncGroup: null, cancellationToken);

    /// <summary>Reads the rows of one of csync2's groups, or of all.</summary>
    public static async Task<CsyncClusterState> ReadAsync(
        INodeGroup group, CsyncNodeReader reader, string? csyncGroup, CancellationToken cancellationToken)
    {
        var state = new CsyncClusterState(group, reader);
        var paths = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var results = await group.AskAsync(
            group.NodeNames,
            (shell, token) => reader.ReadRowsAsync(shell, path => paths.GetOrAdd(path, path), csyncGroup, token),
            cancellationToken);
        foreach (var result in results)
        {
            state.Add(result);
        }

        state._paths = [.. state._rowsOf.Values.SelectMany(r => r.Debts.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (state.Paths.Any(p => p.StartsWith('%')))
        {
            await state.ReadPrefixesAsync(cancellationToken);
        }

        return state;
    }

    /// <summary>On how many nodes a path is dirty.</summary>
    public int DirtyNodeCount(string path) => _rowsOf.Values.Count(rows => rows.Debts.ContainsKey(path));

    /// <summary>What each node owes.</summary>
    public IEnumerable<(string Node, string Path, CsyncDebt Debt)> Debts =>
        Group.NodeNames.Where(_rowsOf.ContainsKey).SelectMany(node => _rowsOf[node].Debts.Select(d => (node, d.Key, d.Value)));

    /// <summary>The peers that a node still owes a path to, by the inventory's names where it knows them.</summary>
    public IReadOnlyList<string> DirtyTowards(string node, string path) =>
        _rowsOf.TryGetValue(node, out var rows)
            ? _namesOf.GetOrAdd(rows.DebtOf(path), debt => [.. debt.Peers.Select(p => NodeOfHost(p.Peer)).Distinct()])
            : [];

    /// <summary>The inventory's name for what csync2 calls a host.</summary>
    public string NodeOfHost(string hostName) => _nodeOfHost.GetValueOrDefault(hostName, hostName);

    /// <summary>What csync2 calls a node.</summary>
    public string HostOfNode(string node) => HostsOfNode(node).First();

    /// <summary>Every name that csync2 may call a node by, the likeliest first.</summary>
    public IEnumerable<string> HostsOfNode(string node) => _rowsOf.TryGetValue(node, out var rows)
        ? [.. rows.OwnNames, rows.HostName, PlainName(node)]
        : [PlainName(node)];

    /// <summary>The peers of a path that are no node of the inventory: nobody can look at what they hold.</summary>
    public IReadOnlyList<string> StrangersOf(string path) =>
    [
        .. _rowsOf.Values
            .SelectMany(rows => rows.DebtOf(path).Peers)
            .Select(p => p.Peer)
            .Where(host => !_nodeOfHost.ContainsKey(host))
            .Distinct(),
    ];

    /// <summary>The real path of a name on one node.</summary>
    public string RealPath(string node, string path) => _prefixes.GetValueOrDefault(node, CsyncPrefixes.None).ToRealPath(path);

    /// <summary>What stands at the paths on every node that answered.</summary>
    public async Task<CsyncFileTable> ReadFactsAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        // No row may be left that would have told of the prefixes.
        if (_prefixes.Count == 0 && paths.Any(p => p.StartsWith('%')))
        {
            await ReadPrefixesAsync(cancellationToken);
        }

        var answers = await AskAsync(
            async (shell, token) =>
            {
                var real = RealPaths(shell.NodeName, paths);
                var found = await Reader.ReadFactsAsync(shell, real.Values, token);
                return real.ToDictionary(p => p.Key, p => found.GetValueOrDefault(p.Value), StringComparer.Ordinal);
            },
            cancellationToken);
        return new CsyncFileTable(this, paths, answers);
    }

    /// <summary>Asks every node that still answers. One that fails now is left out from here on.</summary>
    public async Task<Dictionary<string, T>> AskAsync<T>(
        Func<INodeShell, CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        var results = await Group.AskAsync(Answering, ask, cancellationToken);
        _failures.AddRange(results.Where(r => r.Error is not null).Select(r => r.Error!));
        return results.Where(r => r.Error is null).ToDictionary(r => r.NodeName, r => r.Value!, StringComparer.OrdinalIgnoreCase);
    }

    private static string PlainName(string node) => node.ToLower(System.Globalization.CultureInfo.InvariantCulture);

    private Dictionary<string, string> RealPaths(string node, IReadOnlyList<string> paths)
    {
        try
        {
            return paths.ToDictionary(path => path, path => RealPath(node, path), StringComparer.Ordinal);
        }
        catch (FormatException e)
        {
            throw new NodeException(NodeErrorKind.BadAnswer, node, $"{node}: {e.Message}", e);
        }
    }

    private async Task ReadPrefixesAsync(CancellationToken cancellationToken)
    {
        var answers = await AskAsync(
            (shell, token) => Reader.ReadPrefixesAsync(shell, HostOfNode(shell.NodeName), token), cancellationToken);
        foreach (var (node, prefixes) in answers)
        {
            _prefixes[node] = prefixes;
        }
    }

    private void Add(NodeResult<CsyncNodeRows> result)
    {
        if (result.Error is not null)
        {
            _failures.Add(result.Error);
            return;
        }

        _rowsOf[result.NodeName] = result.Value!;
        _nodeOfHost[result.Value!.HostName] = result.NodeName;
        foreach (var name in result.Value.OwnNames)
        {
            _nodeOfHost[name] = result.NodeName;
        }
    }
}
