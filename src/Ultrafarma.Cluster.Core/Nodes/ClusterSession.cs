namespace Ultrafarma.Cluster.Nodes;

/// <summary>A cluster that somebody connected to: its inventory and one connection a node, opened on first use and reused.</summary>
public sealed class ClusterSession : INodeGroup, IAsyncDisposable
{
    private readonly Dictionary<string, NodeRoute> _routes;
    private readonly Dictionary<string, ReconnectingShell> _shells;

    /// <summary>Creates the session; nothing is connected yet.</summary>
    /// <param name="inventory">The cluster.</param>
    /// <param name="connector">Opens connections.</param>
    /// <param name="settings">How they are made.</param>
    /// <param name="credential">What proves who we are.</param>
    /// <param name="user">The user for every node that the inventory names none for; null means the inventory's.</param>
    /// <param name="config">The ssh_config that fills in what the inventory does not say; null means none.</param>
    public ClusterSession(
        ClusterInventory inventory,
        INodeConnector connector,
        ConnectionSettings settings,
        NodeCredential credential,
        string? user = null,
        SshConfig? config = null)
    {
        Inventory = inventory;
        NodeNames = [.. inventory.Nodes.Select(n => n.Name)];
        List<InventoryNode> machines = [.. inventory.Nodes, .. BalancerOf(inventory)];
        var routes = new NodeRoutes(inventory with { Nodes = machines }, settings, credential, user, config);
        _routes = machines.ToDictionary(node => node.Name, routes.Of, StringComparer.OrdinalIgnoreCase);
        _shells = _routes.Values.ToDictionary(
            route => route.Endpoint.Name,
            route => new ReconnectingShell(
                route.Endpoint.Name,
                token => route.Problem is { } problem
                    ? throw new NodeException(NodeErrorKind.Unreachable, route.Endpoint.Name, problem)
                    : connector.ConnectAsync(route.Endpoint, route.Settings, route.Credential, token)),
            StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>What the inventory file says.</summary>
    public ClusterInventory Inventory { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> NodeNames { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> KnownNames => NodeNames;

    /// <inheritdoc/>
    public int ThrottleLimit => Inventory.Ssh.ThrottleLimit;

    /// <inheritdoc/>
    public INodeShell this[string nodeName] => _shells[nodeName];

    /// <summary>The nodes with an open connection.</summary>
    public IReadOnlyList<string> ConnectedNodeNames => [.. NodeNames.Where(name => _shells[name].IsConnected)];

    /// <summary>Where a node is reached.</summary>
    public NodeEndpoint EndpointOf(InventoryNode node) => _routes[node.Name].Endpoint;

    /// <summary>How a node is reached.</summary>
    internal NodeRoute RouteOf(string nodeName) => _routes[nodeName];

    /// <summary>The inventory with the ports that are used, wherever they come from.</summary>
    internal ClusterInventory ReachedInventory =>
        Inventory with { Nodes = [.. Inventory.Nodes.Select(n => n with { Port = EndpointOf(n).Port })] };

    /// <summary>The shell of a node, or of the balancer when it is a machine of its own; null for any other name.</summary>
    internal INodeShell? FindShell(string name) => _shells.GetValueOrDefault(name);

    /// <summary>Closes every connection.</summary>
    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(_shells.Values.Select(shell => shell.DisposeAsync().AsTask()));

    // It is reached like a node, and is none: it has no Apache and no csync2 to be asked about.
    private static IEnumerable<InventoryNode> BalancerOf(ClusterInventory inventory) =>
        inventory.Haproxy is { Node: { } name, Address: { } address } balancer
            ? [new InventoryNode { Name = name, Address = address, Port = balancer.Port, User = balancer.User }]
            : [];
}
