namespace Ultrafarma.Cluster.Nodes;

/// <summary>A metric with all its values, as OpenMetrics knows it.</summary>
/// <param name="Name">Its name, with its unit at the end and without <c>_total</c>.</param>
/// <param name="IsCounter">True for a counter, false for a gauge.</param>
/// <param name="Unit">Its unit, or empty.</param>
/// <param name="Help">What it is.</param>
/// <param name="Points">The values, each with its labels.</param>
internal sealed record MetricFamily(
    string Name, bool IsCounter, string Unit, string Help, IReadOnlyList<(IReadOnlyList<(string Name, string Value)> Labels, double Value)> Points);
