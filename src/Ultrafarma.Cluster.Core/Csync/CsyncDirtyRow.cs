namespace Ultrafarma.Cluster.Csync;

/// <summary>One row of a node's <c>dirty</c> table: a change that is still to be delivered to one peer.</summary>
/// <param name="MyName">The node's own name in csync2.</param>
/// <param name="PeerName">The peer's name in csync2.</param>
/// <param name="Path">The path as csync2 names it.</param>
/// <param name="Forced">True when it will overwrite the peer's own change.</param>
internal readonly record struct CsyncDirtyRow(string MyName, string PeerName, string Path, bool Forced);
