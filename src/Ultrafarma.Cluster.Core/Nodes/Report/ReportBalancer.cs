using System.Globalization;
using Ultrafarma.Cluster.Haproxy;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>A report's balancer: what went through it, and its servers.</summary>
internal static class ReportBalancer
{
    public static void Write(ReportHtml html, ClusterReport report)
    {
        html.Section("balancer", "Balancer");
        if (report.Look.Balancer is not { } balancer)
        {
            html.Note("The inventory names no balancer.", "dim").End();
            return;
        }

        if (balancer.Snapshot is not { } snapshot)
        {
            html.Note($"{balancer.Source} could not be asked: {balancer.Error!.Message}", "error").End();
            return;
        }

        Traffic(html, report);
        html.Raw("<h3>Servers</h3>\n").Note("Counters count since the balancer's last reload.", "dim").Table(
            "Servers",
            [
                "Server", "Status", "Last check", ReportColumn.Number("Weight"), ReportColumn.Number("Sessions"), ReportColumn.Number("Queue"),
                ReportColumn.Number("Requests"), ReportColumn.Number("5xx"), ReportColumn.Number("Response"),
            ],
            snapshot.Servers.Select(s => (ReportCell[])
            [
                $"{s}",
                new(s.Status, s.IsServing ? "ok" : "warning"),
                s.CheckStatus,
                Number(s.Weight),
                Number(s.SessionsCurrent),
                Number(s.QueueCurrent),
                Number(s.RequestsTotal),
                new(Number(s.Responses5xx), s.Responses5xx > 0 ? "warning" : ""),
                s.ResponseTime is { } time ? time.TotalMilliseconds.ToString("#,##0.# ms", CultureInfo.InvariantCulture) : null,
            ])).End();
    }

    private static void Traffic(ReportHtml html, ClusterReport report)
    {
        if (report.Traffic is not { } traffic)
        {
            html.Note("Traffic was not measured.", "dim");
            return;
        }

        var series = ReportSeries.Of(traffic.Measured);
        var flowing = series.Where(s => !s.IsError && s.IsKnown && !s.IsZero).Select(s => s.Backend).ToHashSet(StringComparer.Ordinal);
        html.Raw("<h3>Traffic</h3>\n");
        if (traffic.Error is { } error)
        {
            html.Note($"Measuring ended early: {error}", "error");
        }

        if (traffic.Missed > 0)
        {
            html.Note(string.Create(CultureInfo.InvariantCulture,
                $"{traffic.Missed} looks at the balancer failed; the rates after them are over the whole time since the last one that did not."), "warning");
        }

        if (traffic.Measured.Any(t => t.CountersReset))
        {
            html.Note("The balancer's counters began anew in between (a reload, or cleared counters): there the plots have a gap.", "warning");
        }

        html.Raw("<div class=\"charts\">\n");
        var drawn = 0;
        foreach (var one in series.Where(s => s.IsKnown && (flowing.Contains(s.Backend) || !s.IsZero)))
        {
            ReportChart.Draw(html, one, report.Zone, string.Create(CultureInfo.InvariantCulture, $"chart{++drawn}"));
        }

        html.Raw("</div>\n");
        Name(html, series.Where(s => !s.IsError && s.IsZero), "Nothing came in for");
        Name(html, series.Where(s => !s.IsError && !s.IsKnown), "No rate is known for");
    }

    private static void Name(ReportHtml html, IEnumerable<ReportSeries> series, string words)
    {
        var names = string.Join(", ", series.Select(s => s.Backend));
        if (names.Length > 0)
        {
            html.Note($"{words} {names}.", "dim");
        }
    }

    private static string? Number(long? number) => number?.ToString("#,##0", CultureInfo.InvariantCulture);
}
