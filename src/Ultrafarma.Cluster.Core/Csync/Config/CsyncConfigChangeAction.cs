namespace Ultrafarma.Cluster.Csync;

/// <summary>What became of a node's config.</summary>
public enum CsyncConfigChangeAction
{
    /// <summary>It said so already: nothing was written.</summary>
    Unchanged,

    /// <summary>csync2 took the new file, and it is in place.</summary>
    Changed,

    /// <summary>csync2 refused it once it was in place, so the old file is back.</summary>
    RolledBack,

    /// <summary>It could not be done, and the old file stands there unless the reason says otherwise.</summary>
    Failed,

    /// <summary>It is to be done. Nothing was changed yet.</summary>
    Planned,

    /// <summary>Nothing was done, because it went wrong on another node.</summary>
    Skipped,
}
