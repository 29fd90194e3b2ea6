namespace Ultrafarma.Cluster.Nodes;

/// <summary>Something that is wrong in a cluster, or good to know.</summary>
public sealed record ClusterFinding
{
    /// <summary>How bad it is.</summary>
    public required FindingSeverity Severity { get; init; }

    /// <summary>The node that it is about; for what is about no node, the balancer.</summary>
    public required string Node { get; init; }

    /// <summary>The part that it is about.</summary>
    public required ClusterArea Area { get; init; }

    /// <summary>What is wrong.</summary>
    public required string Message { get; init; }

    /// <summary>What to do about it.</summary>
    public required string Fix { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Severity}: {Node}: {Message}";
}
