namespace Ultrafarma.Cluster.Csync;

/// <summary>A file that is to stand on a node.</summary>
/// <param name="Path">Where; empty means the main config.</param>
/// <param name="ShownPath">The path for people.</param>
/// <param name="OldHash">The SHA-256 of what stands there; null for nothing. When it is no longer true, nothing is done.</param>
/// <param name="Content">What is to stand there.</param>
internal sealed record CsyncFilePut(string Path, string ShownPath, string? OldHash, ReadOnlyMemory<byte> Content)
{
    /// <summary>Its mode in octal, also of the kept copy; null leaves that of the old file, and 644 where there is none.</summary>
    public string? Mode { get; init; }

    /// <summary>What changes, for people.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];
}
