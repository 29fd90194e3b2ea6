using System.Globalization;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Says how two nodes' versions of a path differ. Pure: what was read in, a comparison out.</summary>
internal static class CsyncFileComparing
{
    // As git and diff tell text from other content.
    private const int LooksAt = 8000;

    /// <summary>Compares a node's version with the reference's.</summary>
    /// <param name="path">The path as csync2 names it.</param>
    /// <param name="measure">The reference's version.</param>
    /// <param name="before">Its content, where that was read.</param>
    /// <param name="version">The node's version.</param>
    /// <param name="after">Its content, where that was read.</param>
    /// <param name="largest">The size in bytes up to which files are read.</param>
    public static CsyncFileComparison Compare(
        string path, CsyncFileVersion measure, ReadOnlyMemory<byte> before, CsyncFileVersion version, ReadOnlyMemory<byte> after, long largest)
    {
        var both = measure.Exists && version.Exists;
        var differs = both && !version.HasContentOf(measure);
        var notes = new List<string>();
        var diff = differs ? Lines(path, measure, before, version, after, largest, notes) : "";
        if (both && !version.HasMetadataOf(measure))
        {
            notes.Add($"{version.Mode} {version.Owner}, not {measure.Mode} {measure.Owner}");
        }

        return new CsyncFileComparison
        {
            Node = version.Node,
            Reference = measure.Node,
            Path = path,
            Status = !measure.Exists && version.Exists ? CsyncCompareStatus.Extra
                : measure.Exists && !version.Exists ? CsyncCompareStatus.Missing
                : differs || notes.Count > 0 ? CsyncCompareStatus.Different
                : CsyncCompareStatus.Same,
            Diff = diff,
            Note = string.Join("; ", notes),
        };
    }

    private static string Lines(
        string path,
        CsyncFileVersion measure,
        ReadOnlyMemory<byte> before,
        CsyncFileVersion version,
        ReadOnlyMemory<byte> after,
        long largest,
        List<string> notes)
    {
        if (version.Type != measure.Type)
        {
            notes.Add($"a {Word(version)}, not a {Word(measure)}");
        }
        else if (version.Type == CsyncFileType.SymbolicLink)
        {
            notes.Add($"leads to {PathText.Display(version.LinkTarget ?? "")}, not to {PathText.Display(measure.LinkTarget ?? "")}");
        }
        else if (version.SizeBytes > largest || measure.SizeBytes > largest)
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"too large to show: {version.SizeBytes:N0} bytes, not {measure.SizeBytes:N0}"));
        }
        else if (IsBinary(before.Span) || IsBinary(after.Span))
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"not text: {version.SizeBytes:N0} bytes, not {measure.SizeBytes:N0}"));
        }
        else
        {
            return UnifiedDiff.Unified(before.Span, after.Span, $"{measure.Node}:{path}", $"{version.Node}:{path}");
        }

        return "";
    }

    private static string Word(CsyncFileVersion version) => version.Type switch
    {
        CsyncFileType.File => "file",
        CsyncFileType.Directory => "directory",
        CsyncFileType.SymbolicLink => "link",
        _ => "special file",
    };

    private static bool IsBinary(ReadOnlySpan<byte> content) => content[..Math.Min(content.Length, LooksAt)].Contains((byte)0);
}
