using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>One change that a node still owes to one peer.</summary>
public sealed record CsyncPending
{
    /// <summary>The node that owes it.</summary>
    public required string Node { get; init; }

    /// <summary>The peer that it is owed to.</summary>
    public required string Peer { get; init; }

    /// <summary>The path as csync2 names it.</summary>
    public required string Path { get; init; }

    /// <summary>The path with control characters escaped, safe to print.</summary>
    public string DisplayPath => PathText.Display(Path);

    /// <summary>True when it will overwrite the peer's own change.</summary>
    public required bool Forced { get; init; }

    /// <summary>The time since the file was last changed on the node, by the node's clock; null when it is gone.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>Why it is not delivered.</summary>
    public CsyncPendingReason Reason { get; init; }

    /// <summary>csync2's own words for it, or null.</summary>
    public string? ReasonText { get; init; }
}
