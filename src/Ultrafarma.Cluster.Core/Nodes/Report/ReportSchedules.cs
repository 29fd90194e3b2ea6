using System.Globalization;
using Ultrafarma.Cluster.Csync;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>What starts csync2 by the clock. The command line itself is not told: it may hold what is not for everybody.</summary>
internal static class ReportSchedules
{
    public static void Write(ReportHtml html, ClusterReport report)
    {
        html.Section("schedule", "csync2's schedule");
        foreach (var failed in report.Schedules.Where(s => s.Error is not null))
        {
            html.Note($"Could not be read: {failed.Error!.Message}", "error");
        }

        var down = report.Look.Nodes.Where(n => report.IsAbout(n.NodeName) && n.Value is null).Select(n => n.NodeName).ToList();
        if (down.Count > 0)
        {
            html.Note($"Could not be read, since they do not answer: {string.Join(", ", down)}.", "error");
        }

        var known = report.Schedules.Where(s => s.Value is not null).ToList();
        var without = known.Where(s => !s.Value!.Schedules.Any(IsActiveSync)).Select(s => s.NodeName).ToList();
        if (without.Count > 0)
        {
            html.Note($"Nothing lets csync2 push by the clock on {string.Join(", ", without)}.", "warning");
        }

        var resolving = known.Where(s => s.Value!.Schedules.Any(e => e is { Kind: CsyncScheduleKind.Resolve, IsSuspended: false }))
            .Select(s => s.NodeName).ToList();
        if (resolving.Count > 1)
        {
            html.Note($"Conflicts are resolved by the clock on {string.Join(", ", resolving)}: on more than one node the winner is a matter of chance.", "warning");
        }

        var schedules = known.SelectMany(s => s.Value!.Schedules).ToList();
        if (schedules.Count > 0)
        {
            html.Table(
                "csync2's schedule",
                ["Node", "Does", "When", "Every", "State", "User", ReportColumn.Long("Written in"), "Made by"],
                schedules.Select(s => (ReportCell[])
                [
                    s.Node,
                    s.Kind switch { CsyncScheduleKind.Sync => "checks and pushes", CsyncScheduleKind.Resolve => "resolves conflicts", _ => "other" },
                    s.Timing,
                    s.Every is { } every ? Words(every) : null,
                    s.IsHeld ? new("held", "warning") : s.IsSuspended ? new("suspended", "warning") : new("runs", "ok"),
                    s.User,
                    s.Line is { } line ? string.Create(CultureInfo.InvariantCulture, $"{s.File}, line {line}") : s.File,
                    s.IsForeign ? "others" : "this module",
                ]));
        }

        html.End();
    }

    private static bool IsActiveSync(CsyncSchedule schedule) => schedule is { Kind: CsyncScheduleKind.Sync, IsSuspended: false };

    private static string Words(TimeSpan every) => string.Create(CultureInfo.InvariantCulture, $"{every switch
    {
        { TotalHours: >= 1 } when every.Ticks % TimeSpan.TicksPerHour == 0 => $"{every.TotalHours:0} h",
        { TotalMinutes: >= 1 } when every.Ticks % TimeSpan.TicksPerMinute == 0 => $"{every.TotalMinutes:0} min",
        _ => $"{every.TotalSeconds:0} s",
    }}");
}
