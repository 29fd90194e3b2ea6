namespace Ultrafarma.Cluster.Csync;

/// <summary>How csync2 does on a node. What could not be told is null, and Problems say why.</summary>
public sealed record CsyncStatus
{
    /// <summary>The node.</summary>
    public required string Node { get; init; }

    /// <summary>True when csync2's server answers on the node itself.</summary>
    public bool? ServerAnswers { get; init; }

    /// <summary>How many changes the node still owes: one a file and peer, as Get-CsyncPending lists them.</summary>
    public int? Pending { get; init; }

    /// <summary>The time since the longest waiting of those files was last changed, by the node's clock; null when none of them is there.</summary>
    public TimeSpan? OldestPending { get; init; }

    /// <summary>
    /// How many paths are marked dirty here and on another node that was asked: Get-CsyncConflict looks into those. Null when
    /// no other node answered.
    /// </summary>
    public int? ConflictCandidates { get; init; }

    /// <summary>How many hints csync2 has: paths that its next check looks at without searching.</summary>
    public int? Hints { get; init; }

    /// <summary>The last run that this module did or scheduled; null when it knows of none.</summary>
    public CsyncLastRun? LastRun { get; init; }

    /// <summary>What runs csync2 by itself: lines of crontabs with their file, and systemd timers, also while a run holds them off.</summary>
    public IReadOnlyList<string> Schedule { get; init; } = [];

    /// <summary>The size of csync2's database in bytes.</summary>
    public long? DatabaseBytes { get; init; }

    /// <summary>The peers that show another certificate now than the one csync2 recorded here, so that it refuses them; of those that were asked.</summary>
    public IReadOnlyList<string> CertificateMismatches { get; init; } = [];

    /// <summary>What could not be told, and why; and what csync2 will stumble over.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"{Node}: {Pending} pending";
}
