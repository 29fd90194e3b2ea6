namespace Ultrafarma.Cluster.Nodes;

/// <summary>Some nodes of a group.</summary>
/// <param name="group">The whole group.</param>
/// <param name="nodeNames">The nodes in scope.</param>
/// <param name="throttleLimit">How many are asked at once.</param>
public sealed class NodeGroupScope(INodeGroup group, IReadOnlyList<string> nodeNames, int throttleLimit) : INodeGroup
{
    /// <inheritdoc/>
    public IReadOnlyList<string> NodeNames => nodeNames;

    /// <inheritdoc/>
    public IReadOnlyList<string> KnownNames => group.KnownNames;

    /// <inheritdoc/>
    public int ThrottleLimit => throttleLimit;

    /// <inheritdoc/>
    public INodeShell this[string nodeName] => group[nodeName];
}
