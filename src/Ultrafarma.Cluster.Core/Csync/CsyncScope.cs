namespace Ultrafarma.Cluster.Csync;

/// <summary>What of a node csync2 is to look at.</summary>
/// <param name="Group">Its only group, or null for all.</param>
/// <param name="Paths">The only paths, as they are called on the node, each with what is below it; none for all.</param>
public sealed record CsyncScope(string? Group, IReadOnlyList<string> Paths)
{
    /// <summary>Everything.</summary>
    public static CsyncScope All { get; } = new(null, []);

    /// <summary>True when a path, as it is called on the node, is one of these or below one.</summary>
    public bool Covers(string realPath) =>
        Paths.Count == 0 || Paths.Any(p => realPath == p || realPath.StartsWith(p.TrimEnd('/') + "/", StringComparison.Ordinal));
}
