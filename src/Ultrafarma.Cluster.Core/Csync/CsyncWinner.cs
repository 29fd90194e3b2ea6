namespace Ultrafarma.Cluster.Csync;

/// <summary>Who wins a conflict under a policy, or why nobody does. Pure decisions, no node is asked.</summary>
internal static class CsyncWinner
{
    /// <summary>Chooses the winner.</summary>
    public static (string? Node, string? Reason) Choose(CsyncConflict conflict, CsyncWinnerPolicy policy) => conflict.Kind switch
    {
        CsyncConflictKind.Stale => (conflict.Descendant, null),
        CsyncConflictKind.Identical => (conflict.Nodes.Count > 0 ? conflict.Nodes[0] : conflict.Versions[0].Node, null),
        CsyncConflictKind.Unknown => (null, conflict.MissingNodes.Count > 0
            ? $"{string.Join(", ", conflict.MissingNodes)} could not be asked; bring it back or name -Winner"
            : "only this node was asked; name -Winner"),
        CsyncConflictKind.DeletedAndChanged =>
            (null, "DeletedAndChanged: a policy cannot tell whether the deletion or the change is wanted; name -Winner"),
        CsyncConflictKind.TypeDiffers =>
            (null, "TypeDiffers: a policy cannot compare a file with a directory or link; name -Winner"),
        _ when policy == CsyncWinnerPolicy.SafeOnly =>
            (null, $"{conflict.Kind}: a version would be lost; name -Winner or a -Policy"),
        _ => Single(conflict, policy),
    };

    /// <summary>The node that is alone at the top of a measure. Versions with equal content are one version.</summary>
    public static (string? Node, string? Reason) Single(CsyncConflict conflict, CsyncWinnerPolicy policy)
    {
        var present = conflict.Versions.Where(v => v.Exists).ToList();
        if (present.Count == 0)
        {
            return (null, "it exists on no node");
        }

        var descending = policy is CsyncWinnerPolicy.Newest or CsyncWinnerPolicy.Largest;
        var ranked = present
            .Select(v => (Version: v, Measure: Measure(v, policy)))
            .OrderBy(p => descending ? -p.Measure : p.Measure)
            .ThenByDescending(p => p.Version.DirtyTowards.Count)
            .ToList();
        var best = ranked[0];
        var rival = ranked.Skip(1).FirstOrDefault(p =>
            p.Measure == best.Measure && !(p.Version.HasContentOf(best.Version) && p.Version.HasMetadataOf(best.Version)));
        return rival.Version is null
            ? (best.Version.Node, null)
            : (null, $"tie: {best.Version.Node} and {rival.Version.Node} are equally {Word(policy)}; name -Winner");
    }

    private static long Measure(CsyncFileVersion version, CsyncWinnerPolicy policy) =>
        policy is CsyncWinnerPolicy.Newest or CsyncWinnerPolicy.Oldest
            ? version.LastWriteTime?.UtcTicks ?? 0
            : version.SizeBytes ?? 0;

    private static string Word(CsyncWinnerPolicy policy) => policy switch
    {
        CsyncWinnerPolicy.Newest => "new",
        CsyncWinnerPolicy.Oldest => "old",
        CsyncWinnerPolicy.Largest => "large",
        _ => "small",
    };
}
