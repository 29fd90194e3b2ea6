using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Haproxy;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>What a report on the cluster is made of.</summary>
/// <param name="Look">The look at the cluster.</param>
/// <param name="Findings">What is wrong.</param>
/// <param name="Conflicts">csync2's conflicts.</param>
/// <param name="Traffic">What went through the balancer's servers, in the order of time.</param>
internal sealed record ClusterReport(
    ClusterLook Look, IReadOnlyList<ClusterFinding> Findings, IReadOnlyList<CsyncConflict> Conflicts, IReadOnlyList<HaproxyTraffic> Traffic);
