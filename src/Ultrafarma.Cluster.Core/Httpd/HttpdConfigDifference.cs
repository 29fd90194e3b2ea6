namespace Ultrafarma.Cluster.Httpd;

/// <summary>How one config file of a node stands to that of the reference.</summary>
public sealed record HttpdConfigDifference
{
    /// <summary>The node.</summary>
    public required string Node { get; init; }

    /// <summary>The node or the local file that it is compared with.</summary>
    public required string Reference { get; init; }

    /// <summary>The file on the node, or the reference's where the node lacks it.</summary>
    public required string Path { get; init; }

    /// <summary>How they stand to each other.</summary>
    public required HttpdDriftStatus Status { get; init; }

    /// <summary>How many lines only the node has.</summary>
    public int LinesAdded { get; init; }

    /// <summary>How many lines only the reference has.</summary>
    public int LinesRemoved { get; init; }

    /// <summary>From the reference, with the node's own host in it, to the node, as a unified diff; empty when they are the same.</summary>
    public string Diff { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() => $"{Node}:{Path} {Status}";
}
