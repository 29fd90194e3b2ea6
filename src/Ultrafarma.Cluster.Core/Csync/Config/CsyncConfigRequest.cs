namespace Ultrafarma.Cluster.Csync;

/// <summary>What a group is to say.</summary>
/// <param name="Group">The group's name; null for the only one.</param>
internal abstract record CsyncConfigRequest(string? Group)
{
    /// <summary>The next step towards it; null when it says so.</summary>
    public abstract CsyncConfigStep? Next(CsyncGroup group);

    /// <summary>The group that is meant.</summary>
    /// <exception cref="CsyncEditException">There is none, or several.</exception>
    public CsyncGroup Find(CsyncConfig config)
    {
        var found = config.Groups.Where(g => Group is null || g.Group == Group).ToList();
        var names = string.Join(", ", config.Groups.Select(g => g.Group));
        return found.Count switch
        {
            1 => found[0],
            0 => throw new CsyncEditException(CsyncEditFault.GroupNotFound, Group is null
                ? $"{config.Path} has no group."
                : $"{config.Path} has no group '{Group}'; its groups are: {names}."),
            _ => throw new CsyncEditException(CsyncEditFault.GroupAmbiguous, Group is null
                ? $"{config.Path} has several groups: {names}. Choose one with -Group."
                : $"{config.Path} has several groups of the name '{Group}'. Give them different names first."),
        };
    }

    /// <summary>A statement's last one of some kinds; null when the group has none.</summary>
    private protected static CsyncStatement? Last(CsyncGroup group, params string[] keywords) =>
        group.Place.Statements.LastOrDefault(s => keywords.Contains(s.Keyword, StringComparer.Ordinal));

    /// <summary>A new statement after the one given, or after the group's brace.</summary>
    private protected static (CsyncSpan Place, Func<CsyncEdit> Edit) Insert(CsyncGroup group, CsyncStatement? after, string text) =>
        after is null
            ? (group.Place.Open, () => CsyncLayout.Inside(group.Place.Open, text))
            : (after.Span, () => CsyncLayout.After(after.Span, text));
}
