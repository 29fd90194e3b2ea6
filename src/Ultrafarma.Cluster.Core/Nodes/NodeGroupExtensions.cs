namespace Ultrafarma.Cluster.Nodes;

/// <summary>Asks all nodes of a group.</summary>
public static class NodeGroupExtensions
{
    /// <summary>Runs <paramref name="ask"/> on the named nodes side by side; one result a node, in their order.</summary>
    public static Task<IReadOnlyList<NodeResult<T>>> AskAsync<T>(
        this INodeGroup group,
        IReadOnlyList<string> nodeNames,
        Func<INodeShell, CancellationToken, Task<T>> ask,
        CancellationToken cancellationToken) =>
        FanOut.RunAsync(nodeNames, name => name, group.ThrottleLimit, (name, token) => ask(group[name], token), cancellationToken);
}
