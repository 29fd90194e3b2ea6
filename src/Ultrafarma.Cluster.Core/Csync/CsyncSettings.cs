namespace Ultrafarma.Cluster.Csync;

/// <summary>The <c>Csync</c> section of an inventory.</summary>
public sealed record CsyncSettings
{
    /// <summary>csync2's config on the nodes; null means the first of /etc/csync2.cfg and /etc/csync2/csync2.cfg that exists.</summary>
    public string? ConfigPath { get; init; }

    /// <summary>The program, a name on the PATH or an absolute path.</summary>
    public string Command { get; init; } = "csync2";

    /// <summary>The folder with csync2's databases.</summary>
    public string DatabaseDirectory { get; init; } = "/var/lib/csync2";

    /// <summary>The folder on each node under which losing versions are kept, one dated folder a run.</summary>
    public string BackupDirectory { get; init; } = "/var/backups/ultrafarma-cluster";

    /// <summary>The extended regular expression that tells csync2's lines in crontabs and its timers' commands; held off while conflicts are resolved.</summary>
    public string SchedulePattern { get; init; } = "csync2|resolve_conflito";

    /// <summary>The time for one push to one peer, in seconds. csync2 itself has none.</summary>
    public double PushTimeoutSeconds { get; init; } = 300;
}
