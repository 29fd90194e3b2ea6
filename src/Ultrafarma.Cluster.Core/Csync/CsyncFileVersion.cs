namespace Ultrafarma.Cluster.Csync;

/// <summary>What one node holds at a path, and what its csync2 still wants to deliver.</summary>
public sealed record CsyncFileVersion
{
    /// <summary>The node.</summary>
    public required string Node { get; init; }

    /// <summary>What stands there.</summary>
    public required CsyncFileType Type { get; init; }

    /// <summary>True when anything stands there.</summary>
    public bool Exists => Type != CsyncFileType.Absent;

    /// <summary>A regular file's size in bytes; null for anything else.</summary>
    public long? SizeBytes { get; init; }

    /// <summary>The last change of the content, to the nanosecond that .NET can hold (100 ns).</summary>
    public DateTimeOffset? LastWriteTime { get; init; }

    /// <summary>The last change of content, mode, owner or name (ctime): nobody can set it back, so it shows any change.</summary>
    public DateTimeOffset? ChangeTime { get; init; }

    /// <summary>The permission bits in octal, as <c>chmod</c> takes them.</summary>
    public string? Mode { get; init; }

    /// <summary>The owner's number.</summary>
    public long? Uid { get; init; }

    /// <summary>The group's number.</summary>
    public long? Gid { get; init; }

    /// <summary>User and group by name, as <c>chown</c> takes them.</summary>
    public string? Owner { get; init; }

    /// <summary>Where a symbolic link points.</summary>
    public string? LinkTarget { get; init; }

    /// <summary>SHA-256 of a regular file's content in hexadecimal; null when its size already tells it apart from every other version.</summary>
    public string? Sha256 { get; init; }

    /// <summary>True for a directory that holds something.</summary>
    public bool HasChildren { get; init; }

    /// <summary>The peers that this node's csync2 has not delivered its change to yet.</summary>
    public IReadOnlyList<string> DirtyTowards { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => Exists ? $"{Node}: {Type}" : $"{Node}: absent";

    /// <summary>True when the file was not touched between the two looks.</summary>
    public bool IsSameStateAs(CsyncFileVersion other) =>
        Type == other.Type && SizeBytes == other.SizeBytes && ChangeTime == other.ChangeTime;

    /// <summary>True when both hold the same content: bytes, link target, or both a directory.</summary>
    internal bool HasContentOf(CsyncFileVersion other) =>
        ReferenceEquals(this, other)
        || (Type == other.Type
            && SizeBytes == other.SizeBytes
            && LinkTarget == other.LinkTarget
            && (Type != CsyncFileType.File || (Sha256 is not null && Sha256 == other.Sha256)));

    /// <summary>True when mode and owner are the same too. A link has no mode of its own; times do not count for csync2.</summary>
    internal bool HasMetadataOf(CsyncFileVersion other) =>
        (Type == CsyncFileType.SymbolicLink || Mode == other.Mode) && Uid == other.Uid && Gid == other.Gid;
}
