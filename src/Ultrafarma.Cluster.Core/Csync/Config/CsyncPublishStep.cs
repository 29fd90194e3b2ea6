namespace Ultrafarma.Cluster.Csync;

/// <summary>What is to be done on one node.</summary>
/// <param name="Node">The node.</param>
/// <param name="Puts">The files that are replaced there, all or none.</param>
/// <param name="Unchanged">The paths that are right already.</param>
/// <param name="Diff">The difference of the configs, in diff's unified format. No key is in it.</param>
internal sealed record CsyncPublishStep(
    string Node, IReadOnlyList<CsyncFilePut> Puts, IReadOnlyList<string> Unchanged, string Diff)
{
    /// <summary>What is done, for a person.</summary>
    public string Text => string.Join("; ", Puts.SelectMany(p => p.Changes));

    /// <summary>The results of what is right already.</summary>
    public IEnumerable<CsyncConfigResult> UnchangedResults => Unchanged.Select(p => new CsyncConfigResult
    {
        Node = Node,
        Action = CsyncConfigChangeAction.Unchanged,
        Path = p,
    });

    /// <summary>The results when nothing is done because of another node.</summary>
    public IReadOnlyList<CsyncConfigResult> SkippedResults(string why) => [.. Puts.Select(p => new CsyncConfigResult
    {
        Node = Node,
        Action = CsyncConfigChangeAction.Skipped,
        Path = p.ShownPath,
        Reason = why,
        Changes = p.Changes,
    })];
}
