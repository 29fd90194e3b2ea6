namespace Ultrafarma.Cluster.Csync;

/// <summary>Whether the nodes hold the same files.</summary>
public sealed record CsyncSyncTest
{
    /// <summary>True when every node answered and nothing differs.</summary>
    public bool InSync => Differences.Count == 0 && MissingNodes.Count == 0;

    /// <summary>How many paths were compared.</summary>
    public required int Paths { get; init; }

    /// <summary>True when the content of all files was compared, and not only of those that csync2's databases tell apart.</summary>
    public required bool ContentCompared { get; init; }

    /// <summary>The nodes that were compared.</summary>
    public required IReadOnlyList<string> Nodes { get; init; }

    /// <summary>The nodes that could not be asked.</summary>
    public required IReadOnlyList<string> MissingNodes { get; init; }

    /// <summary>What differs, and where, by path.</summary>
    public required IReadOnlyList<CsyncDifference> Differences { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }
}
