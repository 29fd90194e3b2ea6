namespace Ultrafarma.Cluster.Nodes;

/// <summary>A rate over some time.</summary>
/// <param name="From">When it begins.</param>
/// <param name="To">When it ends.</param>
/// <param name="Rate">The mean rate, a second; null when it is not known.</param>
internal sealed record ReportStep(DateTimeOffset From, DateTimeOffset To, double? Rate);
