namespace Ultrafarma.Cluster.Csync;

/// <summary>One entry on one node that starts csync2, or the repair of its conflicts, by the clock.</summary>
public sealed record CsyncSchedule
{
    /// <summary>The node.</summary>
    public required string Node { get; init; }

    /// <summary>What it does.</summary>
    public required CsyncScheduleKind Kind { get; init; }

    /// <summary>Cron or systemd.</summary>
    public required CsyncScheduleSource Source { get; init; }

    /// <summary>The crontab, or the timer's file.</summary>
    public required string File { get; init; }

    /// <summary>The line in the crontab, from 1; null for a timer.</summary>
    public int? Line { get; init; }

    /// <summary>When it runs, as it is written there.</summary>
    public required string Timing { get; init; }

    /// <summary>The time from one run to the next; null when that is not always the same.</summary>
    public TimeSpan? Every { get; init; }

    /// <summary>Who runs it.</summary>
    public required string User { get; init; }

    /// <summary>What is run.</summary>
    public required string Command { get; init; }

    /// <summary>It was not made by Register-CsyncSchedule.</summary>
    public bool IsForeign { get; init; }

    /// <summary>It does not run until Resume-CsyncSchedule.</summary>
    public bool IsSuspended { get; init; }

    /// <summary>It is held off for a moment: somebody resolves conflicts or uploads, or a node was switched off while he did.</summary>
    public bool IsHeld { get; init; }

    /// <summary>The line byte for byte, so that only this very one is changed.</summary>
    internal string Raw { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() => Line is { } line ? $"{Node}: {File}, line {line}" : $"{Node}: {File}";
}
