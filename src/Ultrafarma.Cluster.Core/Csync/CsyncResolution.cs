using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>What became of one conflict.</summary>
public sealed record CsyncResolution
{
    /// <summary>The path as csync2 names it.</summary>
    public required string Path { get; init; }

    /// <summary>The path with control characters escaped, safe to print.</summary>
    public string DisplayPath => PathText.Display(Path);

    /// <inheritdoc/>
    public override string ToString() => $"{Status}: {DisplayPath}";

    /// <summary>What the conflict was.</summary>
    public required CsyncConflictKind Kind { get; init; }

    /// <summary>What became of it.</summary>
    public required CsyncResolutionStatus Status { get; init; }

    /// <summary>The node whose version won, or null when none was chosen.</summary>
    public string? Winner { get; init; }

    /// <summary>Why it is not resolved, or what is left to say, with csync2's own words.</summary>
    public string? Reason { get; init; }

    /// <summary>Where the losing versions are kept.</summary>
    public IReadOnlyList<CsyncBackup> Backups { get; init; } = [];

    /// <summary>What each node held before.</summary>
    public IReadOnlyList<CsyncFileVersion> Versions { get; init; } = [];
}
