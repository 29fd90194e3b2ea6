using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Says in one line what a crontab's line does.</summary>
internal static class CsyncScheduleText
{
    /// <summary>A job with its file before it; null when the line is none, or is suspended. One that is held off counts, since it comes back.</summary>
    public static string? OfCron(string file, string line) =>
        CsyncCrontabLine.Parse(line, CsyncCrontabLine.OwnerOf(file)) is { IsSuspended: false }
            ? $"{PathText.Display(file)}: {PathText.Display(CsyncCrontabLine.Bare(line).Trim())}"
            : null;

    /// <summary>When a job runs, as in <c>00:15:00</c> or <c>5 3 * * *</c>, with what is special about it; null when the line is none.</summary>
    public static string? WhenOfCron(string file, string line)
    {
        if (CsyncCrontabLine.Parse(line, CsyncCrontabLine.OwnerOf(file)) is not { } job)
        {
            return null;
        }

        var when = CsyncTimes.FromCron(job.Timing)?.ToString("c") ?? PathText.Display(job.Timing);
        var kind = CsyncCrontabLine.KindOf(job.Command) == CsyncScheduleKind.Resolve ? "resolve " : "";
        return kind + when + (job.IsSuspended ? " suspended" : "");
    }
}
