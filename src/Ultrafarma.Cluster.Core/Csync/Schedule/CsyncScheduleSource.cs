namespace Ultrafarma.Cluster.Csync;

/// <summary>Who watches the clock.</summary>
public enum CsyncScheduleSource
{
    /// <summary>A line in a crontab.</summary>
    Cron,

    /// <summary>A timer of systemd.</summary>
    Systemd,
}
