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
        return [.. answers.Select(answer => Describe(session, answer))];
    }

    private static async Task<TimeSpan> MeasureAsync(INodeShell shell, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var nothing = new NodeCommand(":") { Timeout = timeout };

        // The first one may have to log in; what the user wants to know is how long a command takes after that.
        await shell.RunCheckedAsync(nothing, "running a trivial command", cancellationToken);
        var clock = Stopwatch.StartNew();
        await shell.RunCheckedAsync(nothing, "running a trivial command", cancellationToken);
        return clock.Elapsed;
    }

    private static WebClusterNode Describe(ClusterSession session, NodeResult<TimeSpan> answer)
    {
        var node = session.Inventory.Nodes.First(n => n.Name == answer.NodeName);
        var endpoint = session.EndpointOf(node);
        return new WebClusterNode
        {
            Name = node.Name,
            Address = node.Address,
            Port = endpoint.Port,
            Roles = node.Roles,
            Reachable = answer.Error is null,
            Latency = answer.Error is null ? answer.Value : null,
            Error = answer.Error?.Message,
        };
    }
}
