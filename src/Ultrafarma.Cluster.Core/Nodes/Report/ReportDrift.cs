using System.Globalization;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>
/// Which nodes' Apache configs are others than most nodes have. The lines themselves are not told: a config may hold passwords, and
/// a report gets around.
/// </summary>
internal static class ReportDrift
{
    public static void Write(ReportHtml html, ClusterReport report)
    {
        html.Section("drift", "Drift of Apache's config");
        var unread = report.Look.Nodes.Where(n => report.IsAbout(n.NodeName) && n.Value?.Httpd.Value is null).Select(n => n.NodeName).ToList();
        if (unread.Count > 0)
        {
            html.Note($"Could not be read on {string.Join(", ", unread)}; Findings say why.", "error");
        }

        if (ClusterNodes.Drift(report.Look) is not { } drift)
        {
            html.Note("There are no two configs to compare.", "dim").End();
            return;
        }

        var differences = drift.SelectMany(g => g).Where(d => report.IsAbout(d.Node)).ToList();
        if (differences.Count == 0)
        {
            html.Note("Every config that could be read says what most nodes' do, each node's own host left out.", "ok").End();
            return;
        }

        html.Table(
            "Drift of Apache's config",
            [
                "Node", ReportColumn.Long("File"), "Against most nodes", ReportColumn.Number("Lines more"), ReportColumn.Number("Lines less"), "Compared with",
            ],
            differences.Select(d => (ReportCell[])
            [
                d.Node, d.Path, new($"{d.Status}", "warning"),
                d.LinesAdded.ToString(CultureInfo.InvariantCulture), d.LinesRemoved.ToString(CultureInfo.InvariantCulture), d.Reference,
            ])).Note("Compare-HttpdConfig shows the lines; Publish-HttpdConfig brings one config to all nodes.", "dim").End();
    }
}
