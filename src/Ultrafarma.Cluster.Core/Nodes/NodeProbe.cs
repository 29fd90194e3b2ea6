using System.Diagnostics;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>Finds out which nodes answer, and how fast.</summary>
internal static class NodeProbe
{
    /// <summary>Asks the nodes in scope side by side; one answer a node, in the inventory's order.</summary>
    public static async Task<IReadOnlyList<WebClusterNode>> RunAsync(
        ClusterSession session, INodeGroup scope, CancellationToken cancellationToken)
    {
        var timeout = TimeSpan.FromSeconds(session.Inventory.Ssh.CommandTimeoutSeconds);
        var answers = await scope.AskAsync(scope.NodeNames, (shell, token) => MeasureAsync(shell, timeout, token), cancellationToken);
        var inventory = session.ReachedInventory;
        return [.. answers.Select(answer => Describe(inventory, answer.NodeName, answer.Value, answer.Error))];
    }

    /// <summary>Tells how long a trivial command takes on one node.</summary>
    /// <exception cref="NodeException">The node cannot be reached.</exception>
    public static async Task<TimeSpan> MeasureAsync(INodeShell shell, TimeSpan timeout, CancellationToken cancellationToken)
    {
        await shell.OpenAsync(cancellationToken);
        var clock = Stopwatch.StartNew();
        await shell.RunCheckedAsync(new NodeCommand(":") { Timeout = timeout }, "running a trivial command", cancellationToken);
        return clock.Elapsed;
    }

    /// <summary>A node's row without its parts. Pure.</summary>
    public static WebClusterNode Describe(ClusterInventory inventory, string name, TimeSpan? latency, NodeException? error)
    {
        var node = inventory.Nodes.First(n => n.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return new WebClusterNode
        {
            Name = node.Name,
            Address = node.Address,
            Port = node.Port ?? inventory.Ssh.Port,
            Roles = node.Roles,
            Reachable = error is null,
            Latency = error is null ? latency : null,
            Error = error?.Message,
        };
    }
}
