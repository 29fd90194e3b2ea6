namespace Ultrafarma.Cluster.Httpd;

/// <summary>A copy that was kept on a node when a config file was replaced there.</summary>
public sealed record HttpdBackup
{
    /// <summary>The node.</summary>
    public required string Node { get; init; }

    /// <summary>The config file that it is a copy of, links resolved.</summary>
    public required string Path { get; init; }

    /// <summary>The copy on the node.</summary>
    public required string Backup { get; init; }

    /// <summary>When the run began that replaced the file.</summary>
    public required DateTimeOffset Taken { get; init; }

    /// <summary>Its size in bytes.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>The SHA-256 of its bytes, in hex.</summary>
    public required string Hash { get; init; }

    /// <summary>True when the config file has these very bytes now.</summary>
    public required bool IsCurrent { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Node}:{Backup}";
}
