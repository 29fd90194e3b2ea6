namespace Ultrafarma.Cluster.Nodes;

/// <summary>One node of an inventory.</summary>
public sealed record InventoryNode
{
    /// <summary>Its name, as csync2 and HAProxy know it.</summary>
    public required string Name { get; init; }

    /// <summary>The host name or IP address to connect to; the name unless given.</summary>
    public required string Address { get; init; }

    /// <summary>The port of its ssh server; the cluster's unless given.</summary>
    public int? Port { get; init; }

    /// <summary>The user to log in as; the cluster's unless given.</summary>
    public string? User { get; init; }

    /// <summary>The hosts to go through, <c>[user@]host[:port],…</c>, or <c>none</c>; the cluster's unless given.</summary>
    public string? ProxyJump { get; init; }

    /// <summary>Free words that say what the node is for, such as <c>Upload</c>.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];
}
