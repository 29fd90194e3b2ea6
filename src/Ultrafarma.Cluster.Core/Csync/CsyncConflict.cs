using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>One path that csync2 refuses to synchronize because it is marked dirty on more than one node.</summary>
public sealed record CsyncConflict
{
    /// <summary>The path as csync2 names it; with a <c>prefix</c>, <c>%name%/rest</c>. Bytes that are no UTF-8 are kept (see PEP 383).</summary>
    public required string Path { get; init; }

    /// <summary>The path with control characters escaped, safe to print.</summary>
    public string DisplayPath => PathText.Display(Path);

    /// <inheritdoc/>
    public override string ToString() => $"{Kind}: {DisplayPath}";

    /// <summary>How the versions differ.</summary>
    public required CsyncConflictKind Kind { get; init; }

    /// <summary>What each node holds, in the inventory's order.</summary>
    public required IReadOnlyList<CsyncFileVersion> Versions { get; init; }

    /// <summary>The nodes that could not be asked.</summary>
    public IReadOnlyList<string> MissingNodes { get; init; } = [];

    /// <summary>For <see cref="CsyncConflictKind.Stale"/>: the node whose version descends from all others.</summary>
    public string? Descendant { get; init; }

    /// <summary>The node with the newest content; null when none is newest alone.</summary>
    public string? Newest => CsyncWinner.Single(this, CsyncWinnerPolicy.Newest).Node;

    /// <summary>The node with the largest file; null when none is largest alone.</summary>
    public string? Largest => CsyncWinner.Single(this, CsyncWinnerPolicy.Largest).Node;

    /// <summary>The nodes on which the path is marked dirty.</summary>
    public IReadOnlyList<string> Nodes => [.. Versions.Where(v => v.DirtyTowards.Count > 0).Select(v => v.Node)];
}
