using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Httpd;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>What a look at the cluster means for each node. Pure.</summary>
internal static class ClusterNodes
{
    /// <summary>A row a node, in the inventory's order.</summary>
    public static IReadOnlyList<WebClusterNode> Of(ClusterLook look)
    {
        var drift = Drift(look);
        var dirtyOn = DirtyNodeCounts(look);
        return [.. look.Nodes.Select(answer => WithBalancer(look, Describe(look, answer, drift, dirtyOn)))];
    }

    /// <summary>The configs that could be read, in the inventory's order.</summary>
    public static IReadOnlyList<HttpdNodeConfig> Configs(ClusterLook look) =>
        [.. look.Nodes.Select(n => n.Value?.Httpd.Value).OfType<HttpdNodeConfig>()];

    /// <summary>Where each node's config drifts from what most nodes have; nothing when there is none to compare with.</summary>
    public static ILookup<string, HttpdConfigDifference>? Drift(ClusterLook look)
    {
        var configs = Configs(look);
        if (configs.Count < 2)
        {
            return null;
        }

        var comparer = new HttpdConfigComparer(look.Hosts);
        var reference = HttpdReference.Of(comparer.Majority(configs));
        return configs
            .SelectMany(config => comparer.Compare(reference, config))
            .Where(d => d.Status != HttpdDriftStatus.Same)
            .ToLookup(d => d.Node, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>On how many nodes each path is dirty.</summary>
    public static IReadOnlyDictionary<string, int> DirtyNodeCounts(ClusterLook look)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var path in look.Nodes.Select(n => n.Value?.Csync.Value).OfType<CsyncGlance>().SelectMany(csync => csync.Rows.Debts.Keys))
        {
            counts[path] = counts.GetValueOrDefault(path) + 1;
        }

        return counts;
    }

    private static WebClusterNode Describe(
        ClusterLook look,
        NodeResult<NodeLook> answer,
        ILookup<string, HttpdConfigDifference>? drift,
        IReadOnlyDictionary<string, int> dirtyOn)
    {
        var row = NodeProbe.Describe(look.Inventory, answer.NodeName, answer.Value?.Latency, answer.Error);
        if (answer.Value is not { } node)
        {
            return row;
        }

        var config = node.Httpd.Value;
        var debts = node.Csync.Value?.Rows.Debts;
        return row with
        {
            HttpdRunning = config?.IsRunning,
            HttpdVersion = config?.Version,
            HttpdHash = config?.Main.Hash,
            HttpdDrift = config is null || drift is null ? null
                : drift[row.Name].Any() ? HttpdDriftStatus.Different
                : HttpdDriftStatus.Same,
            HttpdHostRight = config is null ? null : HttpdHostRepairer.Look(look.Hosts, config).Places.All(p => p.Ok),
            HttpdError = node.Httpd.Error?.Message,
            CsyncPending = debts?.Values.Sum(d => d.Peers.Count),
            CsyncConflicts = debts?.Keys.Count(path => dirtyOn[path] > 1),
            CsyncSchedule = node.Csync.Value?.Schedule,
            CsyncError = node.Csync.Error?.Message,
        };
    }

    private static WebClusterNode WithBalancer(ClusterLook look, WebClusterNode row)
    {
        var node = look.Inventory.Nodes.First(n => n.Name.Equals(row.Name, StringComparison.OrdinalIgnoreCase));
        return row with
        {
            HaproxyServers = look.Balancer?.Snapshot is { } snapshot ? HttpdBalancerSide.ServersOf(snapshot, node) : [],
            HaproxyError = look.Balancer?.Error?.Message,
        };
    }
}
