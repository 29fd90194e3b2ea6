namespace Ultrafarma.Cluster.Csync;

/// <summary>What one run of <c>Resolve-CsyncConflict</c> did.</summary>
public sealed record CsyncResolutionReport
{
    /// <summary>How many conflicts are gone.</summary>
    public int Resolved => Count(CsyncResolutionStatus.Resolved);

    /// <summary>How many csync2 still refuses.</summary>
    public int StillConflicting => Count(CsyncResolutionStatus.StillConflicting);

    /// <summary>How many were left alone.</summary>
    public int Skipped => Count(CsyncResolutionStatus.Skipped);

    /// <summary>How many could not be done.</summary>
    public int Failed => Count(CsyncResolutionStatus.Failed);

    /// <summary>How many were only planned.</summary>
    public int Planned => Count(CsyncResolutionStatus.Planned);

    /// <summary>How long the run took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The folder on each losing node that holds its version; null when nothing had to be kept.</summary>
    public string? BackupDirectory { get; init; }

    /// <summary>One result a path. Pipe one into <c>Restore-CsyncConflict</c> to undo it.</summary>
    public required IReadOnlyList<CsyncResolution> Results { get; init; }

    private int Count(CsyncResolutionStatus status) => Results.Count(r => r.Status == status);
}
