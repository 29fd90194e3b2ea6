namespace Ultrafarma.Cluster.Csync;

/// <summary>A file that is published.</summary>
/// <param name="Path">Where it is to stand on the nodes; empty means the main config.</param>
/// <param name="Content">What it holds.</param>
/// <param name="IsKey">True for a key, which nobody but its owner may read, and which is never shown.</param>
internal sealed record CsyncPublishFile(string Path, ReadOnlyMemory<byte> Content, bool IsKey);
