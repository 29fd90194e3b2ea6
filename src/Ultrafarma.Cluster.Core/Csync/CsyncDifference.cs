using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>One path that is not the same on all nodes, or that csync2 does not know to be.</summary>
public sealed record CsyncDifference
{
    /// <summary>The path as csync2 names it.</summary>
    public required string Path { get; init; }

    /// <summary>The path with control characters escaped, safe to print.</summary>
    public string DisplayPath => PathText.Display(Path);

    /// <summary>In what the nodes differ.</summary>
    public required CsyncDifferenceKind Kind { get; init; }

    /// <summary>The nodes that do not have what most have; of two that as many have, that of the first node is the measure.</summary>
    public required IReadOnlyList<string> Nodes { get; init; }

    /// <summary>What each node holds, in the inventory's order.</summary>
    public required IReadOnlyList<CsyncFileVersion> Versions { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Kind}: {DisplayPath}";
}
