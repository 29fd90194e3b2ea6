using System.Text.RegularExpressions;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Tells jobs of crontabs from comments and settings there.</summary>
internal static partial class CsyncScheduleText
{
    // What hold.sh puts before a line while a run of ours holds the schedules off.
    private const string HoldMark = "#ultrafarma-hold# ";

    /// <summary>A crontab's line with its file before it; null when it is no job. One that is held off counts, since it comes back.</summary>
    public static string? OfCron(string file, string line)
    {
        var job = line.StartsWith(HoldMark, StringComparison.Ordinal) ? line[HoldMark.Length..] : line;
        return NoJob().IsMatch(job) ? null : $"{PathText.Display(file)}: {PathText.Display(job.Trim())}";
    }

    [GeneratedRegex(@"\A\s*(#|[A-Za-z_]\w*\s*=)")]
    private static partial Regex NoJob();
}
