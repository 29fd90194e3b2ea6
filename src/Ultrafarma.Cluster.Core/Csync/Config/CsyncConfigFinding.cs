using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Something about csync2's config that does not work, or will not work for long.</summary>
public sealed record CsyncConfigFinding
{
    /// <summary>How bad it is.</summary>
    public required FindingSeverity Severity { get; init; }

    /// <summary>The node that it is about.</summary>
    public required string Node { get; init; }

    /// <summary>The config file that has the place; null when there is none.</summary>
    public string? File { get; init; }

    /// <summary>The line of that file.</summary>
    public int? Line { get; init; }

    /// <summary>What is wrong.</summary>
    public required string Message { get; init; }

    /// <summary>What to do about it.</summary>
    public required string Fix { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Node}: {Message}";
}
