namespace Ultrafarma.Cluster.Csync;

/// <summary>The schedule that nodes are to have.</summary>
/// <param name="Every">The time from one run to the next.</param>
/// <param name="Source">Cron or systemd; null for what the node has.</param>
/// <param name="Adopt">It takes the place of entries that others made.</param>
internal sealed record CsyncScheduleWish(TimeSpan Every, CsyncScheduleSource? Source, bool Adopt)
{
    /// <summary>How conflicts are resolved; null for a schedule that lets csync2 check and push.</summary>
    public CsyncResolveJob? Resolve { get; init; }

    /// <summary>What the schedule does.</summary>
    public CsyncScheduleKind Kind => Resolve is null ? CsyncScheduleKind.Sync : CsyncScheduleKind.Resolve;
}
