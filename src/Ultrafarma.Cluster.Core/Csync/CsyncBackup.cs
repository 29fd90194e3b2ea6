using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Where a losing version is kept.</summary>
/// <param name="Node">The node that lost, where the copy lies.</param>
/// <param name="Directory">The run's folder there.</param>
/// <param name="OriginalPath">Where the version stood.</param>
public sealed record CsyncBackup(string Node, string Directory, string OriginalPath)
{
    /// <summary>The copy.</summary>
    public string Path => Directory + OriginalPath;

    /// <inheritdoc/>
    public override string ToString() => $"{Node}: {PathText.Display(Path)}";
}
