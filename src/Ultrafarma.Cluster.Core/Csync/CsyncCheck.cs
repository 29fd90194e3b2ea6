namespace Ultrafarma.Cluster.Csync;

/// <summary>What became of a look for changes.</summary>
/// <param name="Started">When it began, by the node's clock in seconds since 1970.</param>
/// <param name="Outside">The paths that csync2 does not keep in sync.</param>
internal sealed record CsyncCheck(string Started, IReadOnlyList<string> Outside);
