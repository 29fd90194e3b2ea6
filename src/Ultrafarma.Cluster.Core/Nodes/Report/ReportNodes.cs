using System.Globalization;
using Ultrafarma.Cluster.Httpd;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>A report's nodes, a row each.</summary>
internal static class ReportNodes
{
    private static readonly ReportCell NotRead = new("not read", "error");

    public static void Write(ReportHtml html, ClusterReport report) => html.Section("nodes", "Nodes")
        .Table(
            "Nodes",
            [
                "Node", "Roles", "Answers", "HAProxy", "Apache", "Config", "Own host",
                ReportColumn.Number("Pending"), ReportColumn.Number("Conflicts"),
            ],
            ClusterNodes.Of(report.Look).Where(n => report.IsAbout(n.Name)).Select(n => (ReportCell[])
            [
                n.Name,
                string.Join(", ", n.Roles),
                n.Latency is { } latency ? new(string.Create(CultureInfo.InvariantCulture, $"in {latency.TotalMilliseconds:0.#} ms"), "ok") : new("no", "error"),
                n.HaproxyError is not null ? NotRead : new(n.HaproxyState, n.HaproxyServers.Any(s => !s.IsServing) ? "warning" : "ok"),
                n.HttpdError is not null ? NotRead : n.HttpdRunning == false ? new("stopped", "error") : new(n.HttpdVersion ?? (n.Reachable ? "runs" : null)),
                n.HttpdDrift switch { null => default, HttpdDriftStatus.Same => new("as most", "ok"), _ => new("drifts", "warning") },
                n.HttpdHostRight switch { null => default, true => new("right", "ok"), _ => new("wrong", "warning") },
                n.CsyncError is not null ? NotRead : Number(n.CsyncPending),
                n.CsyncError is not null ? NotRead : new(Number(n.CsyncConflicts), n.CsyncConflicts > 0 ? "warning" : ""),
            ]))
        .End();

    private static string? Number(int? number) => number?.ToString("#,##0", CultureInfo.InvariantCulture);
}
