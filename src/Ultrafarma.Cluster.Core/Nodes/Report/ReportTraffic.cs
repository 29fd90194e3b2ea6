using Ultrafarma.Cluster.Haproxy;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>What a balancer's traffic was, measured over some time.</summary>
/// <param name="Measured">The measurements, in the order of time.</param>
/// <param name="Missed">How many looks failed in between.</param>
/// <param name="Error">Why it ended early, or null.</param>
internal sealed record ReportTraffic(IReadOnlyList<HaproxyTraffic> Measured, int Missed, string? Error);
