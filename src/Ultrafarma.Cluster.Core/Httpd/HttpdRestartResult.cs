namespace Ultrafarma.Cluster.Httpd;

/// <summary>What became of one node's Apache, as <c>Restart-Httpd</c> shows it.</summary>
public sealed record HttpdRestartResult
{
    /// <summary>The node.</summary>
    public required string Node { get; init; }

    /// <summary>What was done.</summary>
    public required HttpdRestartAction Action { get; init; }

    /// <summary>The parent process before; null when Apache did not run, or nobody looked.</summary>
    public int? ProcessIdBefore { get; init; }

    /// <summary>The parent process now; null when Apache does not run, or nobody looked. A graceful restart keeps it.</summary>
    public int? ProcessId { get; init; }

    /// <summary>How long the node took, with its drain and its proof.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Why it is neither Restarted nor Started; else null.</summary>
    public string? Reason { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Node}: {Action}";
}
