namespace Ultrafarma.Cluster.Csync;

/// <summary>What became of a node's schedule.</summary>
public sealed record CsyncScheduleResult
{
    /// <summary>The node.</summary>
    public required string Node { get; init; }

    /// <summary>What the schedule does.</summary>
    public required CsyncScheduleKind Kind { get; init; }

    /// <summary>What was done.</summary>
    public required CsyncScheduleAction Action { get; init; }

    /// <summary>The crontab, or the timer's file.</summary>
    public required string File { get; init; }

    /// <summary>The entries of others that were changed, each as "file, line".</summary>
    public IReadOnlyList<string> Foreign { get; init; } = [];

    /// <summary>The folder on the node with the files of others as they were before; null when none was changed.</summary>
    public string? Backup { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }
}
