namespace Ultrafarma.Cluster.Httpd;

/// <summary>A virtual host at one address, as <c>Get-HttpdVirtualHost</c> shows it.</summary>
public sealed record HttpdVirtualHost
{
    /// <summary>The node.</summary>
    public required string Node { get; init; }

    /// <summary>Its address as Apache takes it; <c>*</c> for any.</summary>
    public required string Address { get; init; }

    /// <summary>Its port; <c>*</c> for any.</summary>
    public required string Port { get; init; }

    /// <summary>Its ServerName without scheme and port; null when it has none, and Apache makes one up.</summary>
    public string? ServerName { get; init; }

    /// <summary>Its ServerAlias names.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Its DocumentRoot; null when it has none of its own.</summary>
    public string? DocumentRoot { get; init; }

    /// <summary>The file on the node.</summary>
    public required string File { get; init; }

    /// <summary>The line, from 1.</summary>
    public required int Line { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{ServerName} ({Address}:{Port})";
}
