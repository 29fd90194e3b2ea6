namespace Ultrafarma.Cluster.Csync;

/// <summary>What became of a change that a node had for a peer.</summary>
public enum CsyncDeliveryAction
{
    /// <summary>The peer has the node's version now.</summary>
    Sent,

    /// <summary>The path was removed at the peer, as on the node.</summary>
    Removed,

    /// <summary>The peer did not take it, or could not be asked; it stays pending.</summary>
    Refused,
}
