namespace Ultrafarma.Cluster.Httpd;

/// <summary>A node's config, as <c>Get-HttpdConfig</c> shows it.</summary>
public sealed record HttpdConfig
{
    /// <summary>The node.</summary>
    public required string Node { get; init; }

    /// <summary>The main file on the node.</summary>
    public required string Path { get; init; }

    /// <summary>The SHA-256 of the main file, in hex.</summary>
    public required string Hash { get; init; }

    /// <summary>The size of the main file in bytes.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>When the main file was last changed.</summary>
    public required DateTimeOffset Modified { get; init; }

    /// <summary>The main file's mode in octal, such as <c>644</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>The main file's owner and group, as in <c>root:root</c>.</summary>
    public required string Owner { get; init; }

    /// <summary>Apache's version, such as <c>2.4.71</c>; empty when the program does not tell.</summary>
    public required string Version { get; init; }

    /// <summary>The other files that it includes, at any depth, in the order in which Apache reads them.</summary>
    public required IReadOnlyList<HttpdConfigFile> Includes { get; init; }

    /// <summary>All directives of all files, in the order in which Apache reads them.</summary>
    public required IReadOnlyList<HttpdConfigDirective> Directives { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Node}:{Path}";
}
