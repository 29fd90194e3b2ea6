namespace Ultrafarma.Cluster.Nodes;

/// <summary>
/// Decides how the nodes of a cluster are reached, and through which hosts (ProxyJump). Nodes behind the same hosts get the same
/// route to them, and with it one connection for all.
/// </summary>
/// <param name="inventory">The cluster, with every machine that may be named.</param>
/// <param name="settings">The connection's settings for every node.</param>
/// <param name="credential">The credential for every node.</param>
/// <param name="user">The user that was given on the call, or null.</param>
/// <param name="config">The ssh_config, or null.</param>
internal sealed class NodeRoutes(
    ClusterInventory inventory, ConnectionSettings settings, NodeCredential credential, string? user, SshConfig? config)
{
    private readonly Dictionary<string, NodeRoute> _jumps = new(StringComparer.Ordinal);

    /// <summary>Decides a node's route.</summary>
    public NodeRoute Of(InventoryNode node)
    {
        var route = Direct(node);
        var hops = HopsTo(node, route.Endpoint);
        var way = new List<NodeRoute>();
        return Expand(hops, [route.Endpoint], way) is not { } circle ? Behind(route, Link(way)) : route with
        {
            Problem = $"{node.Name} cannot be reached: ProxyJump leads in a circle ({string.Join(", ", circle.Select(e => e.Name))}). "
                + $"Correct it in {(hops[0].IsFromConfig ? config!.File : inventory.SourcePath)}, or in the ssh_config of the hosts between.",
        };
    }

    private NodeRoute Direct(InventoryNode node) => NodeRoute.Of(node, inventory.Ssh, user, settings, credential, config);

    private NodeRoute Direct(Hop hop)
    {
        if (NodeOf(hop) is not { } node)
        {
            // As ssh does: the user of a host from its own config is the one at this machine.
            return NodeRoute.Of(
                hop.Spec, inventory.Ssh, hop.IsFromConfig ? Environment.UserName : user ?? inventory.Ssh.User, settings, credential, config);
        }

        var route = Direct(node);
        return route with
        {
            Endpoint = route.Endpoint with { User = hop.Spec.User ?? route.Endpoint.User, Port = hop.Spec.Port ?? route.Endpoint.Port },
        };
    }

    private InventoryNode? NodeOf(Hop hop) => hop.IsFromConfig
        ? null
        : inventory.Nodes.FirstOrDefault(node => node.Name.Equals(hop.Spec.Host, StringComparison.OrdinalIgnoreCase));

    /// <summary>The hosts to a node as somebody wrote them.</summary>
    private List<Hop> HopsTo(InventoryNode node, NodeEndpoint endpoint)
    {
        if (node.ProxyJump is { } own)
        {
            return Hops(own);
        }

        if (inventory.Ssh.ProxyJump is not { } all)
        {
            return ConfigHops(node.Address);
        }

        // What is said for all nodes is said for those, too, that are on the way: they are reached from the host before.
        var hops = Hops(all);
        var self = hops.FindIndex(hop => Key(Direct(hop).Endpoint) == Key(endpoint));
        return self < 0 ? hops : hops[..self];
    }

    private static List<Hop> Hops(string text) => [.. (JumpSpec.TryParse(text) ?? []).Select(spec => new Hop(spec, false))];

    private List<Hop> ConfigHops(string alias) => [.. (config?.For(alias).ProxyJump ?? []).Select(spec => new Hop(spec, true))];

    /// <summary>Adds the hosts to the way, before them those that lead to the first of them.</summary>
    /// <param name="hops">The hosts, the nearest first.</param>
    /// <param name="ahead">What they lead to, the last one first.</param>
    /// <param name="way">The way so far.</param>
    /// <returns>The circle that it is, or null.</returns>
    private List<NodeEndpoint>? Expand(List<Hop> hops, List<NodeEndpoint> ahead, List<NodeRoute> way)
    {
        var isFirst = true;
        foreach (var hop in hops)
        {
            var route = Direct(hop);
            List<NodeEndpoint> met = [.. ahead, .. way.Select(known => known.Endpoint)];
            if (met.Exists(known => Key(known) == Key(route.Endpoint)))
            {
                return [.. met, route.Endpoint];
            }

            // As in OpenSSH: to the second host we come by the first one, whatever else is written about it.
            if (isFirst && Expand(HopsBefore(hop), [.. ahead, route.Endpoint], way) is { } circle)
            {
                return circle;
            }

            way.Add(route);
            isFirst = false;
        }

        return null;
    }

    private List<Hop> HopsBefore(Hop hop)
    {
        var node = NodeOf(hop);
        return node?.ProxyJump is { } own ? Hops(own) : ConfigHops(node?.Address ?? hop.Spec.Host);
    }

    private NodeRoute? Link(List<NodeRoute> way)
    {
        NodeRoute? before = null;
        var key = "";
        foreach (var hop in way)
        {
            key += $"\n{hop.Endpoint.Name} {hop.Endpoint.User} {Key(hop.Endpoint)}";
            if (!_jumps.TryGetValue(key, out var linked))
            {
                _jumps[key] = linked = Behind(hop, before);
            }

            before = linked;
        }

        return before;
    }

    private static NodeRoute Behind(NodeRoute route, NodeRoute? jump) => jump is null ? route : route with
    {
        Endpoint = route.Endpoint with
        {
            Through = jump.Endpoint.Through is { } before ? $"{before}, {jump.Endpoint.Name}" : jump.Endpoint.Name,
        },
        Settings = route.Settings with { Jump = jump },
    };

    private static string Key(NodeEndpoint endpoint) => $"{endpoint.Address.ToUpperInvariant()} {endpoint.Port}";

    private sealed record Hop(JumpSpec Spec, bool IsFromConfig);
}
