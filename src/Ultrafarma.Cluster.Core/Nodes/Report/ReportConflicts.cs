using System.Globalization;
using Ultrafarma.Cluster.Csync;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>A report's conflicts, counted by directory and kind.</summary>
internal static class ReportConflicts
{
    private const int MostDirectories = 100;

    /// <summary>The conflicts in which a node of the report has a part.</summary>
    public static IReadOnlyList<CsyncConflict> Of(ClusterReport report) =>
        [.. report.Conflicts.Conflicts.Where(c => c.Nodes.Concat(c.MissingNodes).Any(report.IsAbout))];

    public static void Write(ReportHtml html, ClusterReport report)
    {
        html.Section("conflicts", "csync2's conflicts");
        var unread = report.Look.Nodes.Where(n => n.Value?.Csync.Value is null).Select(n => n.NodeName)
            .Union(report.Conflicts.Failures.Select(f => f.NodeName), StringComparer.OrdinalIgnoreCase).ToList();
        if (unread.Count > 0)
        {
            html.Note($"Could not be asked: {string.Join(", ", unread)}. What was changed there, too, is not known; Findings say why.", "error");
        }

        var conflicts = Of(report);
        if (conflicts.Count == 0)
        {
            html.Note(
                report.Look.Nodes.Count == 1 ? "One node alone cannot tell a conflict from a change that waits to be delivered."
                : unread.Count > 0 ? "The others have none among them."
                : "None: no path was changed on more than one node.",
                unread.Count > 0 || report.Look.Nodes.Count == 1 ? "dim" : "ok").End();
            return;
        }

        CsyncConflictKind[] kinds = [.. conflicts.Select(c => c.Kind).Distinct().Order()];
        var directories = conflicts.GroupBy(c => Directory(c.DisplayPath)).OrderBy(g => g.Key, StringComparer.Ordinal).ToList();
        html.Table(
            "Conflicts by directory and kind",
            [ReportColumn.Long("Directory"), .. kinds.Select(k => ReportColumn.Number(Words(k))), ReportColumn.Number("All"), ReportColumn.Long("Changed on")],
            directories.Take(MostDirectories).Select(g => (ReportCell[])
            [
                g.Key,
                .. kinds.Select(k => Number(g.Count(c => c.Kind == k), k == CsyncConflictKind.Identical ? "" : "warning")),
                Number(g.Count(), ""),
                string.Join(", ", g.SelectMany(c => c.Nodes).Distinct().Order(StringComparer.Ordinal)),
            ]));
        if (directories.Count > MostDirectories)
        {
            html.Note(string.Create(CultureInfo.InvariantCulture,
                $"{directories.Count - MostDirectories} more directories have {directories.Skip(MostDirectories).Sum(g => g.Count())} conflicts."), "warning");
        }

        html.Note("Get-CsyncConflict names the files; Resolve-CsyncConflict lets one version of each win and keeps the others.", "dim").End();
    }

    private static ReportCell Number(int count, string mood) => count == 0 ? default : new(count.ToString("#,##0", CultureInfo.InvariantCulture), mood);

    private static string Directory(string path) => path.LastIndexOf('/') switch { < 0 => path, 0 => "/", var slash => path[..slash] };

    private static string Words(CsyncConflictKind kind) => kind switch
    {
        CsyncConflictKind.DeletedAndChanged => "Deleted and changed",
        CsyncConflictKind.TypeDiffers => "Type differs",
        _ => $"{kind}",
    };
}
