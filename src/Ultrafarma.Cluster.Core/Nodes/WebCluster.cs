namespace Ultrafarma.Cluster.Nodes;

/// <summary>The connected cluster, as <c>Get-WebCluster</c> shows it.</summary>
public sealed record WebCluster
{
    /// <summary>The cluster's name.</summary>
    public required string Name { get; init; }

    /// <summary>The inventory file.</summary>
    public required string Path { get; init; }

    /// <summary>The names of its nodes.</summary>
    public required IReadOnlyList<string> Nodes { get; init; }

    /// <summary>The nodes with an open connection.</summary>
    public required IReadOnlyList<string> Connected { get; init; }
}
