using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Httpd;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>What Apache and csync2 themselves say against their configs.</summary>
/// <param name="Httpd">Each node's Apache.</param>
/// <param name="Csync">All nodes' csync2.</param>
internal sealed record ClusterChecks(IReadOnlyList<NodeResult<HttpdConfigTest>> Httpd, CsyncConfigTest Csync)
{
    /// <summary>Nobody was asked.</summary>
    public static ClusterChecks None { get; } = new([], new CsyncConfigTest([], [], []));
}
