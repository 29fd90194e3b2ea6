namespace Ultrafarma.Cluster.Httpd;

/// <summary>What became of one node, as <c>Publish-HttpdConfig</c> shows it.</summary>
public sealed record HttpdPublishResult
{
    /// <summary>The node.</summary>
    public required string Node { get; init; }

    /// <summary>What was done.</summary>
    public required HttpdChangeAction Action { get; init; }

    /// <summary>The file on the node; null when the node could not be asked.</summary>
    public string? Path { get; init; }

    /// <summary>The replaced file's copy on the node; null when none was made.</summary>
    public string? Backup { get; init; }

    /// <summary>How long the node took, with its drain and its proof.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Why it is neither Published nor Unchanged; else null.</summary>
    public string? Reason { get; init; }

    /// <summary>What the node's own file changes, as a unified diff; with -WhatIf and -PassThru, else null.</summary>
    public string? Diff { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Node}: {Action}";
}
