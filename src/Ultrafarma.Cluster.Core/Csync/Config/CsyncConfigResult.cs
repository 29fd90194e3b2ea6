namespace Ultrafarma.Cluster.Csync;

/// <summary>What became of one node's config.</summary>
public sealed record CsyncConfigResult
{
    /// <summary>The node.</summary>
    public required string Node { get; init; }

    /// <summary>What was done.</summary>
    public required CsyncConfigChangeAction Action { get; init; }

    /// <summary>The file on the node.</summary>
    public required string Path { get; init; }

    /// <summary>The replaced file's copy on the node; null when none was made.</summary>
    public string? Backup { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Why it was not changed; null when all is well.</summary>
    public string? Reason { get; init; }

    /// <summary>What was changed, one text a place.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];
}
