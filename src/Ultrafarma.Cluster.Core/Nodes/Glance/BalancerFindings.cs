using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Httpd;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>What is wrong with the balancer and its servers. Pure.</summary>
internal static class BalancerFindings
{
    /// <summary>The findings; none when no balancer is known.</summary>
    public static IEnumerable<ClusterFinding> Of(ClusterLook look)
    {
        if (look.Balancer is not { } balancer)
        {
            return [];
        }

        var name = balancer.Source.ToString();
        if (balancer.Snapshot is not { } snapshot)
        {
            return [Find(FindingSeverity.Error, name, balancer.Error!.Message, "Get-HaproxyInfo asks it alone.")];
        }

        var nodeOf = look.Inventory.Nodes
            .SelectMany(node => HttpdBalancerSide.ServersOf(snapshot, node).Select(server => (server, node.Name)))
            .DistinctBy(pair => (pair.server.Backend, pair.server.Name))
            .ToDictionary(pair => (pair.server.Backend, pair.server.Name), pair => pair.Name);
        return
        [
            .. snapshot.Backends.Where(b => b.Servers.Count > 0 && b.ServersServing == 0).Select(b => Find(
                FindingSeverity.Error, name, $"Backend {PathText.Display(b.Name)} has no server that serves.",
                $"Get-HaproxyServer -Backend '{PathText.Display(b.Name)}' shows why; Resume-HaproxyServer brings back what was taken out.")),
            .. snapshot.Servers.SelectMany(s => OfServer(s, nodeOf.GetValueOrDefault((s.Backend, s.Name), name))),
            .. look.Inventory.Nodes.Where(n => !nodeOf.ContainsValue(n.Name)).Select(n => Find(
                FindingSeverity.Warning, n.Name, "The balancer has no server with its name or address.",
                "Put it into haproxy.cfg, or call its server there as the inventory calls the node.")),
        ];
    }

    private static IEnumerable<ClusterFinding> OfServer(HaproxyServer server, string node)
    {
        var words = PathText.Display($"Server {server} is {server.Status}");
        if (server.IsInMaintenance || server.IsDraining)
        {
            yield return Find(FindingSeverity.Info, node, words + ": it was taken out.", "Resume-HaproxyServer brings it back.");
        }
        else if (server.OperationalState is HaproxyOperationalState.Down or HaproxyOperationalState.GoingUp)
        {
            var check = server.CheckStatus is { } status ? PathText.Display($" (last check: {status} {server.CheckDescription}".TrimEnd()) + ")" : "";
            yield return Find(FindingSeverity.Warning, node, words + check + ".",
                "Look what its check finds there: does Apache run, and does it serve the URL of the check?");
        }
        else if (server.HasNoWeight)
        {
            yield return Find(FindingSeverity.Info, node, words + " with weight 0: it gets no new sessions.", "Set-HaproxyServer -Weight gives it some.");
        }
    }

    private static ClusterFinding Find(FindingSeverity severity, string node, string message, string fix) =>
        new() { Severity = severity, Node = node, Area = ClusterArea.Haproxy, Message = message, Fix = fix };
}
