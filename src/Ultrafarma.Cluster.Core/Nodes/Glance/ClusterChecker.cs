using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Httpd;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>Has Apache and csync2 check their configs, after a look at the cluster told which nodes can. It changes nothing.</summary>
/// <param name="inventory">The cluster.</param>
/// <param name="group">All its nodes.</param>
internal sealed class ClusterChecker(ClusterInventory inventory, INodeGroup group)
{
    /// <summary>Asks.</summary>
    /// <param name="look">The look that came before.</param>
    /// <param name="chosen">The nodes whose Apache is asked. csync2 is asked on all, since its configs are compared.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ClusterChecks> CheckAsync(ClusterLook look, IReadOnlyList<string> chosen, CancellationToken cancellationToken)
    {
        var httpd = group.AskAsync(
            [.. Names(look, node => node.Httpd.Value is not null).Where(n => chosen.Contains(n, StringComparer.OrdinalIgnoreCase))],
            new HttpdConfigTester(inventory.Httpd).TestAsync,
            cancellationToken);
        var csync = new CsyncConfigTester(inventory.Csync).TestAsync(
            group, [.. Names(look, node => node.Csync.Value is not null)], other: null, cancellationToken);
        await Task.WhenAll(httpd, csync);
        return new ClusterChecks(await httpd, await csync);
    }

    private static IEnumerable<string> Names(ClusterLook look, Func<NodeLook, bool> canAnswer) =>
        look.Nodes.Where(n => n.Value is { } node && canAnswer(node)).Select(n => n.NodeName);
}
