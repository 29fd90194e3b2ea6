using System.Text.RegularExpressions;

namespace Ultrafarma.Cluster.Csync;

/// <summary>One line of a crontab that is a job, or was one before it was marked.</summary>
internal sealed partial record CsyncCrontabLine(string Timing, string User, string Command, bool IsSuspended, bool IsHeld)
{
    /// <summary>Before a line that Suspend-CsyncSchedule switched off.</summary>
    public const string SuspendMark = "#ultrafarma-suspend# ";

    /// <summary>Before a line whose place one of ours took.</summary>
    public const string AdoptMark = "#ultrafarma-adopted# ";

    // hold.sh writes it, and takes it away again.
    private const string HoldMark = "#ultrafarma-hold# ";

    /// <summary>The line without the marks that switch it off.</summary>
    public static string Bare(string line) => Strip(Strip(line, HoldMark), SuspendMark);

    /// <summary>The line as it was before a job of ours took its place.</summary>
    public static string Given(string line) => Strip(line, AdoptMark);

    /// <summary>Reads a line; null for comments, settings, and what a job of ours has replaced.</summary>
    /// <param name="line">The line without its end.</param>
    /// <param name="owner">Whose crontab it is; null where each line names its user.</param>
    public static CsyncCrontabLine? Parse(string line, string? owner)
    {
        var isHeld = line.StartsWith(HoldMark, StringComparison.Ordinal);
        var isSuspended = Strip(line, HoldMark).StartsWith(SuspendMark, StringComparison.Ordinal);
        var match = JobPattern().Match(Bare(line));
        if (!match.Success)
        {
            return null;
        }

        var rest = match.Groups["rest"].Value;
        if (owner is not null)
        {
            return new CsyncCrontabLine(match.Groups["timing"].Value, owner, rest, isSuspended, isHeld);
        }

        return UserPattern().Match(rest) is { Success: true } user
            ? new CsyncCrontabLine(match.Groups["timing"].Value, user.Groups["user"].Value, user.Groups["command"].Value, isSuspended, isHeld)
            : null;
    }

    /// <summary>Whose a crontab is; null for one in which each line names its user.</summary>
    public static string? OwnerOf(string file) =>
        file.StartsWith("/etc/", StringComparison.Ordinal) ? null : file[(file.LastIndexOf('/') + 1)..];

    /// <summary>What a command is there for.</summary>
    public static CsyncScheduleKind KindOf(string command) =>
        ResolvePattern().IsMatch(command) ? CsyncScheduleKind.Resolve
        : SyncPattern().IsMatch(command) ? CsyncScheduleKind.Sync
        : CsyncScheduleKind.Other;

    private static string Strip(string line, string mark) => line.StartsWith(mark, StringComparison.Ordinal) ? line[mark.Length..] : line;

    // A leading minus keeps the job out of the syslog in some crons.
    [GeneratedRegex(@"^[ \t]*-?(?<timing>@[a-z]+|[0-9*][^ \t=]*([ \t]+[^ \t]+){4})[ \t]+(?<rest>[^ \t].*)\z", RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex JobPattern();

    [GeneratedRegex(@"^(?<user>[^ \t]+)[ \t]+(?<command>[^ \t].*)\z", RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex UserPattern();

    [GeneratedRegex("resolve_conflito|Resolve-CsyncConflict|csync2-resolve/run resolve|csync2[^|;&]* -[a-zA-Z]*f", RegexOptions.IgnoreCase)]
    private static partial Regex ResolvePattern();

    [GeneratedRegex(@"csync2([ \t][^|;&]*)? -[a-zA-Z]*[xu]|csync2-schedule/run sync")]
    private static partial Regex SyncPattern();
}
