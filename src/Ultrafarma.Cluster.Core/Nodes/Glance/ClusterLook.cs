using Ultrafarma.Cluster.Httpd;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>What one look at the whole cluster gave, as it was answered: what follows from it is said by others.</summary>
internal sealed record ClusterLook
{
    /// <summary>The cluster.</summary>
    public required ClusterInventory Inventory { get; init; }

    /// <summary>When the look began.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The nodes' answers, in the inventory's order.</summary>
    public required IReadOnlyList<NodeResult<NodeLook>> Nodes { get; init; }

    /// <summary>The balancer's answer; null when no balancer is known.</summary>
    public BalancerLook? Balancer { get; init; }

    /// <summary>All nodes' hosts.</summary>
    public required HttpdHosts Hosts { get; init; }
}
