namespace Ultrafarma.Cluster.Httpd;

/// <summary>A place in a node's httpd.conf where the node's own host stands, or should stand.</summary>
public sealed record HttpdHostPlace
{
    /// <summary>The node.</summary>
    public required string Node { get; init; }

    /// <summary>The directive or section, such as <c>Listen</c>.</summary>
    public required string Directive { get; init; }

    /// <summary>The sections around it, as in <c>VirtualHost *:80</c>; empty at the top of the file.</summary>
    public required string Section { get; init; }

    /// <summary>The file on the node.</summary>
    public required string File { get; init; }

    /// <summary>The line, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>The argument that stands there.</summary>
    public required string Current { get; init; }

    /// <summary>The argument with the node's own host.</summary>
    public required string Expected { get; init; }

    /// <summary>True when the host there is the node's own.</summary>
    public bool Ok => string.Equals(Current, Expected, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => $"{Directive} {Current}";
}
