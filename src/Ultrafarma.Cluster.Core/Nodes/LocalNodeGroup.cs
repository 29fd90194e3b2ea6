using System.Net;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>This machine alone, when no cluster is connected.</summary>
public sealed class LocalNodeGroup : INodeGroup
{
    /// <inheritdoc/>
    public IReadOnlyList<string> NodeNames => [Dns.GetHostName()];

    /// <inheritdoc/>
    public IReadOnlyList<string> KnownNames => NodeNames;

    /// <inheritdoc/>
    public int ThrottleLimit => 1;

    /// <inheritdoc/>
    public INodeShell this[string nodeName] => new LocalShell();
}
