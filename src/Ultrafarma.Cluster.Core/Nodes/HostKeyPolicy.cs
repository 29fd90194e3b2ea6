namespace Ultrafarma.Cluster.Nodes;

/// <summary>What to do with a host key that known_hosts does not list. A changed or revoked key is refused under every policy.</summary>
public enum HostKeyPolicy
{
    /// <summary>Refuse it.</summary>
    Strict,

    /// <summary>Trust it on first use and add it to known_hosts.</summary>
    AcceptNew,
}
