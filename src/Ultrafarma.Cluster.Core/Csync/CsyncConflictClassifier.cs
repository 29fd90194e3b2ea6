namespace Ultrafarma.Cluster.Csync;

/// <summary>Decides what a conflict is from what the nodes hold. Pure: a table of versions in, a kind out.</summary>
internal static class CsyncConflictClassifier
{
    /// <summary>Classifies the versions of one path.</summary>
    /// <param name="versions">One a node that answered.</param>
    /// <param name="complete">False when a node could not be asked.</param>
    /// <param name="untouched">Says whether a version is still as its own csync2 recorded it.</param>
    /// <returns>The kind and, for <see cref="CsyncConflictKind.Stale"/>, the node whose version descends from all others.</returns>
    public static (CsyncConflictKind Kind, string? Descendant) Classify(
        IReadOnlyList<CsyncFileVersion> versions, bool complete, Func<CsyncFileVersion, bool> untouched)
    {
        if (!complete)
        {
            return (CsyncConflictKind.Unknown, null);
        }

        var kind = Compare(versions);
        if (kind != CsyncConflictKind.Identical && FindDescendant(versions) is { } descendant
            && versions.All(v => v.Node == descendant || untouched(v)))
        {
            return (CsyncConflictKind.Stale, descendant);
        }

        return (kind, null);
    }

    /// <summary>
    /// The one node whose change everybody else's came before: it owes its change to every other dirty node, and none of
    /// those owes anything to it, so each had delivered its own version there before the newer change was made.
    /// </summary>
    public static string? FindDescendant(IReadOnlyList<CsyncFileVersion> versions)
    {
        // There can be one at most: of two, each would owe its change to the other and not.
        foreach (var head in versions)
        {
            if (head.DirtyTowards.Count > 0 && IsAhead(head, versions))
            {
                return head.Node;
            }
        }

        return null;
    }

    private static bool IsAhead(CsyncFileVersion head, IReadOnlyList<CsyncFileVersion> versions)
    {
        var others = 0;
        foreach (var other in versions)
        {
            if (other.DirtyTowards.Count == 0 || ReferenceEquals(other, head))
            {
                continue;
            }

            others++;
            if (!Owes(head, other) || Owes(other, head))
            {
                return false;
            }
        }

        return others > 0;
    }

    private static bool Owes(CsyncFileVersion from, CsyncFileVersion to) =>
        from.DirtyTowards.Contains(to.Node, StringComparer.OrdinalIgnoreCase);

    private static CsyncConflictKind Compare(IReadOnlyList<CsyncFileVersion> versions)
    {
        var present = versions.Where(v => v.Exists).ToList();
        if (present.Count == 0)
        {
            return CsyncConflictKind.Identical;
        }

        var first = present[0];
        if (present.Any(v => v.Type != first.Type))
        {
            return CsyncConflictKind.TypeDiffers;
        }

        if (versions.Any(v => !v.Exists && v.DirtyTowards.Count > 0))
        {
            return CsyncConflictKind.DeletedAndChanged;
        }

        if (present.Any(v => !v.HasContentOf(first)))
        {
            return CsyncConflictKind.Content;
        }

        // A node where the file is missing without being marked only waits for its delivery.
        return present.Any(v => !v.HasMetadataOf(first)) ? CsyncConflictKind.Metadata : CsyncConflictKind.Identical;
    }
}
