namespace Ultrafarma.Cluster.Csync;

/// <summary>What became of a conflict.</summary>
public enum CsyncResolutionStatus
{
    /// <summary>Only planned (<c>-WhatIf</c>, or the question was answered with no).</summary>
    Planned,

    /// <summary>Every node that answers holds the winner's version and no node marks the path dirty for another that answers.</summary>
    Resolved,

    /// <summary>csync2 still refuses it; the reason has its words.</summary>
    StillConflicting,

    /// <summary>Left alone; the reason says why.</summary>
    Skipped,

    /// <summary>It could not be done; the reason says why. Nothing was overwritten that is not kept.</summary>
    Failed,
}
