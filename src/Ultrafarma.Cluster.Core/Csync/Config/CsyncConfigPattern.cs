namespace Ultrafarma.Cluster.Csync;

/// <summary>A path or wildcard that a group includes or excludes.</summary>
/// <param name="Pattern">As csync2 takes it: without slashes at its end.</param>
/// <param name="Kind">What it does.</param>
/// <param name="File">The file that names it.</param>
/// <param name="Line">The line of that file.</param>
public sealed record CsyncConfigPattern(string Pattern, CsyncPatternKind Kind, string File, int Line)
{
    internal CsyncSpan Span { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Pattern;
}
