namespace Ultrafarma.Cluster.Csync;

/// <summary>Where our schedules lie on a node.</summary>
internal static class CsyncScheduleFiles
{
    /// <summary>The folder of what the schedules run.</summary>
    public const string Home = "/var/lib/ultrafarma-cluster/csync2-schedule";

    /// <summary>The script that cron and systemd run.</summary>
    public const string Runner = Home + "/run";

    /// <summary>What the script has to know of the node.</summary>
    public const string Settings = Home + "/settings";

    /// <summary>Names the folder with the files of others as they were before ours took their place.</summary>
    public const string Adopted = Home + "/adopted";

    private const string Units = "/etc/systemd/system/";

    /// <summary>The crontab of a kind. No dot in its name: cron would pass it by.</summary>
    public static string Crontab(CsyncScheduleKind kind) => "/etc/cron.d/" + Name(kind);

    /// <summary>The timer of a kind.</summary>
    public static string Timer(CsyncScheduleKind kind) => Units + Name(kind) + ".timer";

    /// <summary>The service that the timer starts.</summary>
    public static string Service(CsyncScheduleKind kind) => Units + Name(kind) + ".service";

    /// <summary>All files that a kind can have for itself.</summary>
    public static IReadOnlyList<string> Of(CsyncScheduleKind kind) => [Crontab(kind), Service(kind), Timer(kind)];

    /// <summary>Whether an entry is one of ours.</summary>
    public static bool IsOurs(string file) =>
        Of(CsyncScheduleKind.Sync).Contains(file) || Of(CsyncScheduleKind.Resolve).Contains(file);

    private static string Name(CsyncScheduleKind kind) => kind == CsyncScheduleKind.Sync ? "ultrafarma-csync2-sync" : "ultrafarma-csync2-resolve";
}
