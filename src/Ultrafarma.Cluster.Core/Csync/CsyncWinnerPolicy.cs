namespace Ultrafarma.Cluster.Csync;

/// <summary>How a conflict's winner is chosen when nobody names one.</summary>
public enum CsyncWinnerPolicy
{
    /// <summary>Only what loses nothing: <see cref="CsyncConflictKind.Identical"/> and <see cref="CsyncConflictKind.Stale"/>.</summary>
    SafeOnly,

    /// <summary>The version that was written last, by each node's own clock.</summary>
    Newest,

    /// <summary>The version that was written first, by each node's own clock.</summary>
    Oldest,

    /// <summary>The largest file.</summary>
    Largest,

    /// <summary>The smallest file.</summary>
    Smallest,
}
