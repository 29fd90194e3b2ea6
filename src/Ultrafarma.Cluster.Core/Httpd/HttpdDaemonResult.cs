namespace Ultrafarma.Cluster.Httpd;

/// <summary>What became of a service on a node.</summary>
public sealed record HttpdDaemonResult
{
    /// <summary>The node.</summary>
    public required string Node { get; init; }

    /// <summary>The service.</summary>
    public required string Name { get; init; }

    /// <summary>What was done.</summary>
    public required HttpdDaemonAction Action { get; init; }

    /// <summary>How the node runs services.</summary>
    public required HttpdDaemonKind Kind { get; init; }

    /// <summary>The pwsh or ufcluster on the node that runs it; null when it is removed.</summary>
    public string? Program { get; init; }

    /// <summary>The module's version that it runs; null when it is removed.</summary>
    public string? Version { get; init; }

    /// <summary>How long it took, the upload of the program included.</summary>
    public TimeSpan Duration { get; init; }
}
