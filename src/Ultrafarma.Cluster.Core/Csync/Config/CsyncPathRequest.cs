namespace Ultrafarma.Cluster.Csync;

/// <summary>A pattern that a group is to have as its last word on that pattern, or not to have.</summary>
/// <param name="Group">The group's name; null for the only one.</param>
/// <param name="Path">The pattern.</param>
/// <param name="Kinds">What it does; when it is to go, any of these.</param>
/// <param name="IsWanted">False when it is to go.</param>
internal sealed record CsyncPathRequest(string? Group, string Path, IReadOnlyList<CsyncPatternKind> Kinds, bool IsWanted)
    : CsyncConfigRequest(Group)
{
    private string Pattern { get; } = CsyncConfigParser.TrimSlashes(Path);

    /// <inheritdoc/>
    public override CsyncConfigStep? Next(CsyncGroup group)
    {
        if (IsWanted)
        {
            return group.Patterns.LastOrDefault(p => p.Pattern == Pattern)?.Kind == Kinds[0] ? null : Add(group);
        }

        return group.Patterns.LastOrDefault(p => p.Pattern == Pattern && Kinds.Contains(p.Kind)) is { } found ? Remove(group, found) : null;
    }

    // An include goes to its like; an exclude behind all, since the last pattern that matches counts.
    private CsyncConfigStep Add(CsyncGroup group)
    {
        var word = CsyncWords.Write(Pattern);
        var isInclude = Kinds[0] == CsyncPatternKind.Include;
        var overruled = group.Patterns.Any(p => p.Pattern == Pattern);
        var last = (isInclude && !overruled ? Last(group, "include") : null) ?? Last(group, "include", "exclude", "compare");
        var keyword = isInclude ? "include" : "exclude";
        var (place, edit) = last is { Span.File: not null, Items.Count: > 1 } && last.Keyword == keyword
            ? (last.Span, () => CsyncLayout.Append(last, word))
            : Insert(group, last ?? Last(group, "host", "key"), $"{keyword} {word};");
        var added = new CsyncConfigPattern(Pattern, Kinds[0], "", 0);
        return new CsyncConfigStep(place, edit, null, CsyncConfigSense.Of(group, added), $"{keyword} {Pattern} in group {group.Group}");
    }

    private static CsyncConfigStep Remove(CsyncGroup group, CsyncConfigPattern pattern)
    {
        var statement = group.Place.Statements.First(s => s.Items.Contains(pattern.Span));
        return new CsyncConfigStep(
            statement.Span,
            () => CsyncLayout.Remove(statement, pattern.Span),
            CsyncConfigSense.Of(group, pattern),
            null,
            $"remove {statement.Keyword} {pattern} from group {group.Group}");
    }
}
