using System.Globalization;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>Writes a report as one page that needs nothing else: no script, no picture, no network. Pure.</summary>
internal static class ReportPage
{
    /// <summary>What every page of ours begins with.</summary>
    public const string FirstWords = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"generator\" content=\"Ultrafarma.Cluster\">\n";

    /// <summary>The page.</summary>
    public static string Write(ClusterReport report)
    {
        var html = new ReportHtml();
        Head(html, report);
        ReportSummary.Write(html, report);
        ReportFindings.Write(html, report);
        ReportNodes.Write(html, report);
        ReportBalancer.Write(html, report);
        ReportDrift.Write(html, report);
        ReportConflicts.Write(html, report);
        ReportSchedules.Write(html, report);
        return html.Raw("</main>\n</body>\n</html>\n").ToString();
    }

    private static void Head(ReportHtml html, ClusterReport report)
    {
        var look = report.Look;
        var time = TimeZoneInfo.ConvertTime(look.Time, report.Zone);
        html.Raw(FirstWords)
            .Raw($"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{ReportStyle.Hash}'; base-uri 'none'; form-action 'none'\">\n")
            .Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n")
            .Raw("<title>").Text($"{look.Inventory.Name}, {time:yyyy-MM-dd HH:mm}").Raw($"</title>\n<style>{ReportStyle.Css}</style>\n</head>\n<body>\n")
            .Raw("<header>\n<h1>").Text(look.Inventory.Name).Raw("</h1>\n")
            .Note(
                string.Create(CultureInfo.InvariantCulture, $"{time:yyyy-MM-dd HH:mm:ss} (UTC{time:zzz}). ")
                    + (report.Nodes.Count == look.Nodes.Count ? look.Nodes.Count == 1 ? "One node" : $"All {look.Nodes.Count} nodes" : $"{report.Nodes.Count} of {look.Nodes.Count} nodes")
                    + string.Create(CultureInfo.InvariantCulture, $", looked at in {look.Duration.TotalSeconds:0.0} s."),
                "dim")
            .Raw("<nav aria-label=\"Sections\"><a href=\"#findings\">Findings</a> <a href=\"#nodes\">Nodes</a> <a href=\"#balancer\">Balancer</a> ")
            .Raw("<a href=\"#drift\">Drift</a> <a href=\"#conflicts\">Conflicts</a> <a href=\"#schedule\">Schedule</a></nav>\n</header>\n<main>\n");
    }
}
