namespace Ultrafarma.Cluster.Csync;

/// <summary>Why csync2 has not delivered a change to a peer.</summary>
public enum CsyncPendingReason
{
    /// <summary>Nobody asked (<c>-Reason</c> was not given), or csync2 gave no reason.</summary>
    NotKnown,

    /// <summary>The path is marked dirty at the peer too.</summary>
    Conflict,

    /// <summary>The peer does not answer.</summary>
    PeerDown,

    /// <summary>The peer did not answer in its time and was given up.</summary>
    PeerHangs,

    /// <summary>The folder above the path does not exist at the peer.</summary>
    MissingParentDirectory,

    /// <summary>The peer does not accept who we are: the address and name differ, or the SSL policy does.</summary>
    IdentificationFailed,

    /// <summary>This node is a slave for the path.</summary>
    SlaveRefused,

    /// <summary>The path is excluded or unknown at the peer, or the group keys differ.</summary>
    Denied,

    /// <summary>The peer closed the connection: its config is broken, it crashed, or its disk is full.</summary>
    ConnectionClosed,

    /// <summary>The peer's disk is full.</summary>
    DiskFull,

    /// <summary>The peer reported another error; csync2's words say which.</summary>
    PeerError,
}
