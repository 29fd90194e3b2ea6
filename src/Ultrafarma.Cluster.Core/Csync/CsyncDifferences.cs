namespace Ultrafarma.Cluster.Csync;

/// <summary>Says in what nodes differ. Pure: versions and csync2's records in, a difference out.</summary>
internal static class CsyncDifferences
{
    /// <summary>True when csync2's records of a path say the same on all nodes, as far as each says anything.</summary>
    /// <param name="checkTexts">One a node; null where csync2 knows no such path.</param>
    public static bool Agree(IReadOnlyList<string?> checkTexts) => checkTexts.Skip(1).All(t => SameRecord(checkTexts[0], t));

    /// <summary>Compares a path's versions.</summary>
    /// <param name="path">The path.</param>
    /// <param name="versions">One a node, in the inventory's order.</param>
    /// <param name="checkTexts">csync2's records, in the same order.</param>
    /// <returns>The difference, or null.</returns>
    public static CsyncDifference? Of(string path, IReadOnlyList<CsyncFileVersion> versions, IReadOnlyList<string?> checkTexts)
    {
        if (KindOf(versions) is { } kind)
        {
            return Make(kind, OddOnes(versions, IsSame));
        }

        if (versions.Any(v => v.DirtyTowards.Count > 0))
        {
            return Make(CsyncDifferenceKind.Pending, [.. versions.Where(v => v.DirtyTowards.Count > 0).Select(v => v.Node)]);
        }

        if (Agree(checkTexts))
        {
            return null;
        }

        var records = versions.Select((v, i) => (v.Node, Text: checkTexts[i])).ToList();
        var usual = Usual(records, (a, b) => SameRecord(a.Text, b.Text));
        return Make(CsyncDifferenceKind.Record, [.. records.Where(r => !SameRecord(usual.Text, r.Text)).Select(r => r.Node)]);

        CsyncDifference Make(CsyncDifferenceKind which, IReadOnlyList<string> nodes) =>
            new() { Path = path, Kind = which, Nodes = nodes, Versions = versions };
    }

    /// <summary>The version that most nodes have; of two that as many have, that of the first node.</summary>
    public static CsyncFileVersion Usual(IReadOnlyList<CsyncFileVersion> versions) => Usual(versions, IsSame);

    private static CsyncDifferenceKind? KindOf(IReadOnlyList<CsyncFileVersion> versions)
    {
        var first = versions[0];
        return versions.Any(v => v.Exists != first.Exists) ? CsyncDifferenceKind.Missing
            : !first.Exists ? null
            : versions.Any(v => v.Type != first.Type) ? CsyncDifferenceKind.Type
            : versions.Any(v => !v.HasContentOf(first)) ? CsyncDifferenceKind.Content
            : versions.Any(v => !v.HasMetadataOf(first)) ? CsyncDifferenceKind.Metadata
            : versions.Any(v => !HasTimeOf(v, first)) ? CsyncDifferenceKind.Time
            : null;
    }

    private static IReadOnlyList<string> OddOnes(
        IReadOnlyList<CsyncFileVersion> versions, Func<CsyncFileVersion, CsyncFileVersion, bool> same)
    {
        var usual = Usual(versions, same);
        return [.. versions.Where(v => !same(usual, v)).Select(v => v.Node)];
    }

    private static T Usual<T>(IReadOnlyList<T> all, Func<T, T, bool> same) => all.MaxBy(a => all.Count(b => same(a, b)))!;

    private static bool IsSame(CsyncFileVersion a, CsyncFileVersion b) =>
        a.Exists == b.Exists && (!a.Exists || (a.HasContentOf(b) && a.HasMetadataOf(b) && HasTimeOf(a, b)));

    // csync2 sets a file's time at the peer, in whole seconds; directories and links keep their own.
    private static bool HasTimeOf(CsyncFileVersion a, CsyncFileVersion b) =>
        a.Type != CsyncFileType.File || a.LastWriteTime?.ToUnixTimeSeconds() == b.LastWriteTime?.ToUnixTimeSeconds();

    private static bool SameRecord(string? a, string? b) =>
        a == b || (a is not null && b is not null && CsyncRecord.Parse(a).IsSameAs(CsyncRecord.Parse(b)));
}
