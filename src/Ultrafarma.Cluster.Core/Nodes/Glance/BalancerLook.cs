using Ultrafarma.Cluster.Haproxy;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>What a look at the balancer gave.</summary>
/// <param name="Source">Where it was asked.</param>
/// <param name="Snapshot">Its state, or null.</param>
/// <param name="Error">Why there is none, or null.</param>
internal sealed record BalancerLook(HaproxySource Source, HaproxySnapshot? Snapshot, Exception? Error);
