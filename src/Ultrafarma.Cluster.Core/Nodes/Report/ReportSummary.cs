using System.Globalization;
using Ultrafarma.Cluster.Httpd;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>A report's first lines: the numbers that tell whether anything need be read below.</summary>
internal static class ReportSummary
{
    public static void Write(ReportHtml html, ClusterReport report)
    {
        var findings = report.Findings();
        var rows = ClusterNodes.Of(report.Look).Where(r => report.IsAbout(r.Name)).ToList();
        int Count(FindingSeverity severity) => findings.Count(f => f.Severity == severity);
        html.Raw("<dl class=\"tiles\">\n");
        Tile(html, "Errors", Number(Count(FindingSeverity.Error)), Count(FindingSeverity.Error) > 0 ? "error" : "ok");
        Tile(html, "Warnings", Number(Count(FindingSeverity.Warning)), Count(FindingSeverity.Warning) > 0 ? "warning" : "ok");
        Share(html, "Nodes that answer", rows.Count(r => r.Reachable), rows.Count, "error");
        if (report.Look.Balancer is { } balancer)
        {
            var servers = balancer.Snapshot?.Servers.ToList();
            Share(html, "Servers that serve", servers?.Count(s => s.IsServing), servers?.Count ?? 0, "warning");
        }

        Share(html, "Apaches that run", rows.Count(r => r.HttpdRunning == true), rows.Count, "error");
        Amount(html, "Configs that drift", rows, r => r.HttpdDrift is { } drift ? drift == HttpdDriftStatus.Same ? 0 : 1 : null, "warning");
        Amount(html, "Own hosts wrong", rows, r => r.HttpdHostRight is { } right ? right ? 0 : 1 : null, "warning");

        // A path in conflict is counted on each node that changed it; here it is one.
        Amount(html, "Conflicts", rows, r => r.CsyncConflicts is null ? null : 0, "warning", ReportConflicts.Of(report).Count);
        Amount(html, "Changes pending", rows, r => r.CsyncPending, "");
        html.Raw("</dl>\n");
    }

    private static void Share(ReportHtml html, string label, int? count, int of, string mood) =>
        Tile(html, label, count is null ? "not known" : $"{Number(count.Value)} of {Number(of)}", count is null ? "error" : count < of ? mood : "ok");

    // What not every node could be asked for is at least that much.
    private static void Amount(
        ReportHtml html, string label, List<WebClusterNode> rows, Func<WebClusterNode, int?> numberOf, string mood, int more = 0)
    {
        var known = rows.Select(numberOf).Where(n => n is not null).ToList();
        var sum = known.Sum()!.Value + more;
        var text = known.Count == rows.Count ? Number(sum) : known.Count == 0 && sum == 0 ? "not known" : $"≥ {Number(sum)}";
        Tile(html, label, text, sum > 0 ? mood : known.Count < rows.Count ? "dim" : "ok");
    }

    private static void Tile(ReportHtml html, string label, string value, string mood) =>
        html.Raw("<div><dt>").Text(label).Raw($"</dt><dd class=\"{mood}\">").Text(value).Raw("</dd></div>\n");

    private static string Number(int number) => number.ToString("#,##0", CultureInfo.InvariantCulture);
}
