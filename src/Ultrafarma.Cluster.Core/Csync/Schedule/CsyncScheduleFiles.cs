namespace Ultrafarma.Cluster.Csync;

/// <summary>Where our schedules lie on a node. Each kind has a folder of its own, so that one can go while the other stays.</summary>
internal static class CsyncScheduleFiles
{
    private const string Root = "/var/lib/ultrafarma-cluster/";
    private const string Units = "/etc/systemd/system/";

    /// <summary>The folder of what a schedule runs.</summary>
    public static string Home(CsyncScheduleKind kind) => Root + (kind == CsyncScheduleKind.Sync ? "csync2-schedule" : "csync2-resolve");

    /// <summary>The script that cron and systemd run.</summary>
    public static string Runner(CsyncScheduleKind kind) => Home(kind) + "/run";

    /// <summary>What the script has to know of the node.</summary>
    public static string Settings(CsyncScheduleKind kind) => Home(kind) + "/settings";

    /// <summary>What PowerShell runs to resolve conflicts.</summary>
    public static string Resolver => Home(CsyncScheduleKind.Resolve) + "/resolve.ps1";

    /// <summary>Names the folder with the files of others as they were before ours took their place.</summary>
    public static string Adopted(CsyncScheduleKind kind) => Home(kind) + "/adopted";

    /// <summary>The crontab of a kind. No dot in its name: cron would pass it by.</summary>
    public static string Crontab(CsyncScheduleKind kind) => "/etc/cron.d/" + Name(kind);

    /// <summary>The timer of a kind.</summary>
    public static string Timer(CsyncScheduleKind kind) => Units + TimerName(kind);

    /// <summary>The timer's name for systemctl.</summary>
    public static string TimerName(CsyncScheduleKind kind) => Name(kind) + ".timer";

    /// <summary>The service that the timer starts.</summary>
    public static string Service(CsyncScheduleKind kind) => Units + Name(kind) + ".service";

    /// <summary>All files that a kind can have for cron and systemd.</summary>
    public static IReadOnlyList<string> Of(CsyncScheduleKind kind) => [Crontab(kind), Service(kind), Timer(kind)];

    /// <summary>All files that a kind can have in its folder.</summary>
    public static IReadOnlyList<string> InHome(CsyncScheduleKind kind) =>
        kind == CsyncScheduleKind.Sync ? [Runner(kind), Settings(kind), Adopted(kind)] : [Runner(kind), Settings(kind), Resolver, Adopted(kind)];

    /// <summary>Whether an entry is one of ours.</summary>
    public static bool IsOurs(string file) =>
        Of(CsyncScheduleKind.Sync).Contains(file) || Of(CsyncScheduleKind.Resolve).Contains(file);

    private static string Name(CsyncScheduleKind kind) => kind == CsyncScheduleKind.Sync ? "ultrafarma-csync2-sync" : "ultrafarma-csync2-resolve";
}
