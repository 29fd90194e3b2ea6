namespace Ultrafarma.Cluster.Nodes;

/// <summary>A column of a report's table.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Kind">The class of its cells: number, long (may be broken anywhere), or none.</param>
internal readonly record struct ReportColumn(string Name, string Kind = "")
{
    public static implicit operator ReportColumn(string name) => new(name);

    /// <summary>A column of numbers.</summary>
    public static ReportColumn Number(string name) => new(name, "number");

    /// <summary>A column of sentences or paths.</summary>
    public static ReportColumn Long(string name) => new(name, "long");
}
