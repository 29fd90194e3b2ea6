using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>How one node's version of a file stands to that of the reference.</summary>
public sealed record CsyncFileComparison
{
    /// <summary>The node.</summary>
    public required string Node { get; init; }

    /// <summary>The node that it is compared with.</summary>
    public required string Reference { get; init; }

    /// <summary>The path as csync2 names it.</summary>
    public required string Path { get; init; }

    /// <summary>The path with control characters escaped, safe to print.</summary>
    public string DisplayPath => PathText.Display(Path);

    /// <summary>How they stand to each other.</summary>
    public required CsyncCompareStatus Status { get; init; }

    /// <summary>How many lines only the node has.</summary>
    public int LinesAdded => UnifiedDiff.Count(Diff).Added;

    /// <summary>How many lines only the reference has.</summary>
    public int LinesRemoved => UnifiedDiff.Count(Diff).Removed;

    /// <summary>What no lines can show: another type, mode or owner, or why there is no diff; empty when the lines say it all.</summary>
    public string Note { get; init; } = "";

    /// <summary>From the reference to the node, unified; empty when there are no lines to show.</summary>
    public string Diff { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() => $"{Node}:{DisplayPath} {Status}";
}
