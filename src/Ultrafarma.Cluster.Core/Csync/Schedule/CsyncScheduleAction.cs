namespace Ultrafarma.Cluster.Csync;

/// <summary>What became of a schedule.</summary>
public enum CsyncScheduleAction
{
    /// <summary>All was so already: nothing was written.</summary>
    Unchanged,

    /// <summary>It is in place.</summary>
    Registered,

    /// <summary>It is gone.</summary>
    Unregistered,

    /// <summary>It does not run until Resume-CsyncSchedule.</summary>
    Suspended,

    /// <summary>It runs again.</summary>
    Resumed,
}
