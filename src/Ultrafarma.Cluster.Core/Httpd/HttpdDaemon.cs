namespace Ultrafarma.Cluster.Httpd;

/// <summary>The service httpd-local or httpd-cluster on a node.</summary>
public sealed record HttpdDaemon
{
    /// <summary>The node.</summary>
    public required string Node { get; init; }

    /// <summary>The service.</summary>
    public required string Name { get; init; }

    /// <summary>True when Install-HttpdDaemon put it there.</summary>
    public required bool IsInstalled { get; init; }

    /// <summary>How the node runs services.</summary>
    public required HttpdDaemonKind Kind { get; init; }

    /// <summary>The pwsh or ufcluster on the node that runs it; null when it is not installed.</summary>
    public string? Program { get; init; }

    /// <summary>The module's version that it runs; null when it is not installed.</summary>
    public string? Version { get; init; }

    /// <summary>When it last began to run; null when it never did.</summary>
    public DateTimeOffset? LastRun { get; init; }

    /// <summary>What that run ended with, 0 when all went well; null when it never ran.</summary>
    public int? LastExitCode { get; init; }

    /// <summary>The last lines that it said; null when it never ran.</summary>
    public string? LastResult { get; init; }

    /// <summary>True when it also runs when the node starts.</summary>
    public required bool IsEnabled { get; init; }
}
