namespace Ultrafarma.Cluster.Httpd;

/// <summary>What became of one node's config.</summary>
public sealed record HttpdChangeResult
{
    /// <summary>The node.</summary>
    public required string Node { get; init; }

    /// <summary>What was done.</summary>
    public required HttpdChangeAction Action { get; init; }

    /// <summary>The file on the node.</summary>
    public required string Path { get; init; }

    /// <summary>The replaced file's copy on the node; null when none was made.</summary>
    public string? Backup { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Why it is neither Published nor Unchanged; else null.</summary>
    public string? Reason { get; init; }

    /// <summary>What was changed, one text a place.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];
}
