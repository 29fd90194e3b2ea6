namespace Ultrafarma.Cluster.Nodes;

/// <summary>One node of the connected cluster and whether it answers.</summary>
public sealed record WebClusterNode
{
    /// <summary>Its name in the inventory.</summary>
    public required string Name { get; init; }

    /// <summary>The host name or IP address.</summary>
    public required string Address { get; init; }

    /// <summary>The port of its ssh server.</summary>
    public required int Port { get; init; }

    /// <summary>What it is for.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>True when a command ran there.</summary>
    public required bool Reachable { get; init; }

    /// <summary>The time that a trivial command took over the open connection; null when it did not run.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>Why it is not reachable, or null.</summary>
    public string? Error { get; init; }
}
