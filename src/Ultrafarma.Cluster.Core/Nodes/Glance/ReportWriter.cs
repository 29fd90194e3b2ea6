using System.Globalization;
using System.Net;
using System.Text;
using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Httpd;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>Writes a report as one page that needs nothing else: no script, no picture, no network. Pure.</summary>
internal sealed class ReportWriter
{
    private readonly StringBuilder _html = new();
    private readonly ClusterReport _report;

    private ReportWriter(ClusterReport report) => _report = report;

    /// <summary>The page.</summary>
    public static string Write(ClusterReport report)
    {
        var writer = new ReportWriter(report);
        writer.Head();
        writer.Findings();
        writer.Nodes();
        writer.Balancer();
        writer.Drift();
        writer.Conflicts();
        return writer._html.Append("</body>\n</html>\n").ToString();
    }

    private void Head()
    {
        var look = _report.Look;
        var name = Text(look.Inventory.Name);
        _html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-").Append(ReportStyle.Hash).Append("'\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"generator\" content=\"Ultrafarma.Cluster\">\n")
            .Append("<title>").Append(name).Append("</title>\n<style>").Append(ReportStyle.Css).Append("</style>\n</head>\n<body>\n<h1>").Append(name).Append("</h1>\n");
        _html.Append(CultureInfo.InvariantCulture,
            $"<p class=\"dim\">{look.Time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, {look.Nodes.Count} nodes, asked in {look.Duration.TotalSeconds:0.0} s</p>\n");
    }

    private void Findings()
    {
        Heading("Findings");
        if (_report.Findings.Count == 0)
        {
            _html.Append("<p class=\"ok\">Nothing was found.</p>\n");
            return;
        }

        Table(["Severity", "Area", "Node", "Message", "Fix"], _report.Findings.OrderByDescending(f => f.Severity).Select(f => new[]
        {
            Cell($"{f.Severity}", f.Severity == FindingSeverity.Error ? "error" : f.Severity == FindingSeverity.Warning ? "warning" : ""),
            Cell($"{f.Area}"), Cell(f.Node, "name"), Cell(f.Message), Cell(f.Fix),
        }));
    }

    private void Nodes()
    {
        Heading("Nodes");
        Table(["Name", "Roles", "HAProxy", "Apache", "Config", "Own host", "#Pending", "#Conflicts", "#Latency"], ClusterNodes.Of(_report.Look).Select(n => new[]
        {
            Cell(n.Name, "name"),
            Cell(string.Join(", ", n.Roles)),
            Cell(n.HaproxyState, n.HaproxyServers.Any(s => !s.IsServing) ? "warning" : "ok"),
            n.Reachable ? Cell(n.HttpdRunning == false ? "stopped" : n.HttpdVersion, n.HttpdRunning == false ? "error" : "") : Cell("not reachable", "error"),
            Cell($"{n.HttpdDrift}", n.HttpdDrift == HttpdDriftStatus.Different ? "warning" : "ok"),
            Cell(n.HttpdHostRight is { } right ? right ? "right" : "wrong" : "", n.HttpdHostRight == false ? "warning" : "ok"),
            Cell($"{n.CsyncPending}", "number"),
            Cell($"{n.CsyncConflicts}", n.CsyncConflicts > 0 ? "number warning" : "number"),
            Cell(n.Latency is { } latency ? latency.TotalMilliseconds.ToString("0.0 ms", CultureInfo.InvariantCulture) : "", "number"),
        }));
    }

    private void Balancer()
    {
        if (_report.Look.Balancer?.Snapshot is not { } snapshot)
        {
            return;
        }

        Heading("Balancer");
        _html.Append("<div class=\"charts\">\n");
        foreach (var traffic in _report.Traffic.GroupBy(t => t.Backend))
        {
            _html.Append("<div>")
                .Append(ReportChart.Draw($"{traffic.Key}, requests", "rate", traffic, t => t.RequestsPerSecond))
                .Append(ReportChart.Draw($"{traffic.Key}, 5xx responses", "errors", traffic, t => t.Responses5xxPerSecond))
                .Append("</div>\n");
        }

        _html.Append("</div>\n");
        Table(["Server", "Status", "Last check", "#Weight", "#Sessions", "#Requests", "#5xx"], snapshot.Servers.Select(s => new[]
        {
            Cell($"{s}", "name"), Cell(s.Status, s.IsServing ? "ok" : "warning"), Cell(s.CheckStatus), Cell($"{s.Weight}", "number"),
            Cell($"{s.SessionsCurrent}", "number"), Cell($"{s.RequestsTotal}", "number"), Cell($"{s.Responses5xx}", "number"),
        }));
    }

    private void Drift()
    {
        Heading("Drift of Apache's config");
        var differences = ClusterNodes.Drift(_report.Look)?.SelectMany(g => g).ToList() ?? [];
        if (differences.Count == 0)
        {
            _html.Append("<p class=\"ok\">No config that could be read is another than most nodes have.</p>\n");
        }

        foreach (var difference in differences)
        {
            _html.Append("<h3>").Append(Text($"{difference}")).Append("</h3>\n<pre>").Append(Text(difference.Diff)).Append("</pre>\n");
        }
    }

    private void Conflicts()
    {
        Heading("csync2's conflicts");
        if (_report.Conflicts.Count == 0)
        {
            _html.Append("<p class=\"ok\">None.</p>\n");
            return;
        }

        CsyncConflictKind[] kinds = [.. _report.Conflicts.Select(c => c.Kind).Distinct().Order()];
        Table(["Directory", .. kinds.Select(k => $"#{k}"), "#All"], _report.Conflicts
            .GroupBy(c => c.DisplayPath[..Math.Max(1, c.DisplayPath.LastIndexOf('/'))])
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (string[])
            [
                Cell(g.Key), .. kinds.Select(k => Cell($"{g.Count(c => c.Kind == k)}", "number")), Cell($"{g.Count()}", "number"),
            ]));
    }

    private void Heading(string text) => _html.Append("<h2>").Append(Text(text)).Append("</h2>\n");

    // A heading that begins with # is that of numbers.
    private void Table(IEnumerable<string> headings, IEnumerable<string[]> rows)
    {
        _html.Append("<div class=\"scroll\"><table>\n<thead><tr>");
        foreach (var heading in headings)
        {
            _html.Append(heading[0] == '#' ? $"<th class=\"number\">{Text(heading[1..])}</th>" : $"<th>{Text(heading)}</th>");
        }

        _html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in rows)
        {
            _html.Append("<tr>").AppendJoin("", row).Append("</tr>\n");
        }

        _html.Append("</tbody></table></div>\n");
    }

    private static string Cell(string? text, string kind = "") =>
        kind.Length == 0 ? $"<td>{Text(text ?? "")}</td>" : $"<td class=\"{kind}\">{Text(text ?? "")}</td>";

    private static string Text(string text) => WebUtility.HtmlEncode(PathText.Display(text, keepLines: true));
}
