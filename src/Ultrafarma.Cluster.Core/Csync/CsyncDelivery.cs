using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>One change that a node had for one peer, and what became of it.</summary>
public sealed record CsyncDelivery
{
    /// <summary>The node that pushed.</summary>
    public required string Node { get; init; }

    /// <summary>The peer.</summary>
    public required string Peer { get; init; }

    /// <summary>What became of it.</summary>
    public required CsyncDeliveryAction Action { get; init; }

    /// <summary>The path as csync2 names it.</summary>
    public required string Path { get; init; }

    /// <summary>The path with control characters escaped, safe to print.</summary>
    public string DisplayPath => PathText.Display(Path);

    /// <summary>Why it was refused.</summary>
    public CsyncPendingReason Reason { get; init; }

    /// <summary>csync2's own words for it, or null.</summary>
    public string? ReasonText { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Action}: {DisplayPath} ({Peer})";
}
