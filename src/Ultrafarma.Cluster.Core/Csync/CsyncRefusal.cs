namespace Ultrafarma.Cluster.Csync;

/// <summary>Why csync2 did not deliver a path to a peer.</summary>
/// <param name="Path">The path as csync2 names it.</param>
/// <param name="Peer">The peer, by csync2's name.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Words">csync2's own words; empty when they are none of the known ones.</param>
internal sealed record CsyncRefusal(string Path, string Peer, CsyncPendingReason Reason, string Words)
{
    /// <summary>Reads the number that csync2 prints for an answer (conn_response in csync2.h).</summary>
    public static CsyncPendingReason KindOf(int code, string words) => code switch
    {
        // A file name can look like an answer; only csync2's whole words count for what may get a file forced.
        10 when words == "File is also marked dirty here!" => CsyncPendingReason.Conflict,
        11 => CsyncPendingReason.MissingParentDirectory,
        13 or 16 => CsyncPendingReason.IdentificationFailed,
        14 => CsyncPendingReason.SlaveRefused,
        15 => CsyncPendingReason.Denied,
        9 => CsyncPendingReason.ConnectionClosed,
        _ when words == "No space left on device" || words == "Disk quota exceeded" => CsyncPendingReason.DiskFull,
        _ => CsyncPendingReason.PeerError,
    };
}
