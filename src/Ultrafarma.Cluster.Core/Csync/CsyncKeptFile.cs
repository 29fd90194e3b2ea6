using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>A copy that was kept on a node when another version replaced a file there.</summary>
public sealed record CsyncKeptFile
{
    /// <summary>The node.</summary>
    public required string Node { get; init; }

    /// <summary>The file that it is a copy of, as csync2 names it.</summary>
    public required string Path { get; init; }

    /// <summary>The path with control characters escaped, safe to print.</summary>
    public string DisplayPath => PathText.Display(Path);

    /// <summary>1 for the newest copy of the path on the node, 2 for the one before, whoever kept them.</summary>
    public required int Generation { get; init; }

    /// <summary>Its size in bytes.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>When it was kept.</summary>
    public required DateTimeOffset Kept { get; init; }

    /// <summary>When its content was last changed; null for csync2's copies, which do not keep that time.</summary>
    public DateTimeOffset? Modified { get; init; }

    /// <summary>The copy on the node.</summary>
    public required string BackupFile { get; init; }

    /// <summary>Who kept it.</summary>
    public required CsyncBackupSource Source { get; init; }

    /// <summary>True when csync2 gives this copy and the newest one of another file, which ends with a number, the same name: it may be either.</summary>
    public bool IsAmbiguous { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Node}: {PathText.Display(BackupFile)}";
}
