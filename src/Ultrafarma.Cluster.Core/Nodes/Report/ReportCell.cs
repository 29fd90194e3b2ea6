namespace Ultrafarma.Cluster.Nodes;

/// <summary>A cell of a report's table.</summary>
/// <param name="Text">What stands in it, from wherever it comes; a dash stands for nothing.</param>
/// <param name="Mood">The class that colours it: ok, warning, error, dim or none. The text says the same.</param>
internal readonly record struct ReportCell(string? Text, string Mood = "")
{
    public static implicit operator ReportCell(string? text) => new(text);
}
