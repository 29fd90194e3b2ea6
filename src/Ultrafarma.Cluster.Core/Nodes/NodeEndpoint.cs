namespace Ultrafarma.Cluster.Nodes;

/// <summary>Where a node is reached.</summary>
/// <param name="Name">Its name in the inventory.</param>
/// <param name="Address">The host name or IP address to connect to.</param>
/// <param name="Port">The TCP port of its ssh server.</param>
/// <param name="User">The user to log in as.</param>
public sealed record NodeEndpoint(string Name, string Address, int Port, string User)
{
    /// <summary>The names of the jump hosts on the way, the nearest first; null when there are none.</summary>
    public string? Through { get; init; }

    /// <summary>Name, address and way, as messages say them.</summary>
    public string Place => Through is null ? $"{Name} ({Address}:{Port})" : $"{Name} ({Address}:{Port} through {Through})";
}
