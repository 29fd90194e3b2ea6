namespace Ultrafarma.Cluster.Csync;

/// <summary>Decides who wins what, and what must be kept first. Pure: no node is asked.</summary>
internal static class CsyncResolutionPlanner
{
    /// <summary>Makes one plan a winner, and a result for each path that is left alone.</summary>
    public static (IReadOnlyList<CsyncResolutionPlan> Plans, IReadOnlyList<CsyncResolution> Skipped) Plan(
        IEnumerable<CsyncConflict> conflicts, CsyncChoice choice)
    {
        var steps = new Dictionary<string, List<CsyncResolutionStep>>(StringComparer.OrdinalIgnoreCase);
        var skipped = new List<CsyncResolution>();
        // Overlapping wildcards give a path twice.
        foreach (var conflict in conflicts.DistinctBy(c => c.Path, StringComparer.Ordinal))
        {
            var (winner, reason) = choice.Winner is null ? CsyncWinner.Choose(conflict, choice.Policy) : (choice.Winner, null);
            var version = conflict.Versions.FirstOrDefault(v => string.Equals(v.Node, winner, StringComparison.OrdinalIgnoreCase));
            if (winner is not null && version is null)
            {
                reason = $"{winner} was not asked or did not answer, so its version is not known";
            }

            reason ??= Obstacle(conflict, version!);
            if (reason is not null)
            {
                skipped.Add(Skip(conflict, reason));
                continue;
            }

            if (!steps.TryGetValue(version!.Node, out var list))
            {
                steps[version.Node] = list = [];
            }

            list.Add(Step(conflict, version, choice.KeepLosers));
        }

        return ([.. steps.Select(p => new CsyncResolutionPlan(p.Key, p.Value))], skipped);
    }

    /// <summary>The result for a path that is left alone.</summary>
    public static CsyncResolution Skip(CsyncConflict conflict, string reason) => new()
    {
        Path = conflict.Path,
        Kind = conflict.Kind,
        Status = CsyncResolutionStatus.Skipped,
        Reason = reason,
        Versions = conflict.Versions,
    };

    private static string? Obstacle(CsyncConflict conflict, CsyncFileVersion winner)
    {
        // csync2 removes a directory with rmdir only, and its protocol loses step or hangs when that fails.
        var full = conflict.Versions.FirstOrDefault(v => v.HasChildren && winner.Type != CsyncFileType.Directory);
        return full is null
            ? null
            : $"{full.Node} has a directory there that is not empty, which csync2 cannot replace; empty or move it first";
    }

    private static CsyncResolutionStep Step(CsyncConflict conflict, CsyncFileVersion winner, bool keepLosers)
    {
        var others = conflict.Versions.Where(v => v.Node != winner.Node).ToList();
        var needsMark = others.Exists(v =>
            (v.DirtyTowards.Count > 0 || !IsSame(v, winner))
            && !winner.DirtyTowards.Contains(v.Node, StringComparer.OrdinalIgnoreCase));
        var losers = keepLosers
            ? others.Where(v => v.Exists && !IsSame(v, winner) && !(v.Type == CsyncFileType.Directory && winner.Type == v.Type)).ToList()
            : [];
        return new CsyncResolutionStep(conflict, needsMark || winner.DirtyTowards.Count == 0, losers);
    }

    private static bool IsSame(CsyncFileVersion a, CsyncFileVersion b) => a.HasContentOf(b) && a.HasMetadataOf(b);
}
