namespace Ultrafarma.Cluster.Csync;

/// <summary>What a scheduled command does.</summary>
public enum CsyncScheduleKind
{
    /// <summary>It lets csync2 check and push.</summary>
    Sync,

    /// <summary>It decides conflicts.</summary>
    Resolve,

    /// <summary>It names csync2, and is neither: a check or a script that nobody can tell from outside.</summary>
    Other,
}
