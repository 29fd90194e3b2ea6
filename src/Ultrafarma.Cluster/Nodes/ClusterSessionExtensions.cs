using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Nodes;

/// <summary>What users see of a session.</summary>
internal static class ClusterSessionExtensions
{
    public static WebCluster Describe(this ClusterSession session) => new()
    {
        Name = session.Inventory.Name,
        Path = session.Inventory.SourcePath,
        Nodes = session.NodeNames,
        Connected = session.ConnectedNodeNames,
    };
}
