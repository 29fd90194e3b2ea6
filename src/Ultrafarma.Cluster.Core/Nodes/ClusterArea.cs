namespace Ultrafarma.Cluster.Nodes;

/// <summary>The part of a cluster that a finding is about.</summary>
public enum ClusterArea
{
    /// <summary>A node itself: its network and its ssh.</summary>
    Node,

    /// <summary>The balancer.</summary>
    Haproxy,

    /// <summary>Apache.</summary>
    Httpd,

    /// <summary>csync2.</summary>
    Csync,
}
