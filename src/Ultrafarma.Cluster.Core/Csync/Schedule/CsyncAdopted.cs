namespace Ultrafarma.Cluster.Csync;

/// <summary>What a schedule of ours took the place of on a node.</summary>
/// <param name="Folders">The folders with the crontabs as they were before, the newest first.</param>
/// <param name="Timers">The names of the timers that were stopped.</param>
/// <param name="Lines">Lines of those kept crontabs that start csync2, or repair its conflicts, with the crontab that they are of.</param>
internal sealed record CsyncAdopted(IReadOnlyList<string> Folders, IReadOnlyList<string> Timers, IReadOnlyList<(string File, string Line)> Lines)
{
    /// <summary>One of the folders that is not there any more; null when all are.</summary>
    public string? Gone { get; init; }

    /// <summary>Nothing.</summary>
    public static CsyncAdopted Nothing { get; } = new([], [], []);

    /// <summary>The folder that a result names; null when no crontab was changed.</summary>
    public string? Backup => Folders.Count > 0 ? Folders[0] : null;
}
