namespace Ultrafarma.Cluster.Csync;

/// <summary>What is to be done to a node's schedule.</summary>
/// <param name="Node">The node.</param>
/// <param name="Kind">What the schedule does.</param>
/// <param name="Action">What it will have become.</param>
/// <param name="File">The crontab, or the timer's file.</param>
/// <param name="Steps">The changes, in their order; none when all is so already.</param>
/// <param name="Foreign">The entries of others that are changed.</param>
internal sealed record CsyncSchedulePlan(
    string Node, CsyncScheduleKind Kind, CsyncScheduleAction Action, string File, IReadOnlyList<CsyncScheduleStep> Steps, IReadOnlyList<CsyncSchedule> Foreign)
{
    /// <summary>What the schedule took the place of before this.</summary>
    public CsyncAdopted Adopted { get; init; } = CsyncAdopted.Nothing;

    /// <summary>The plan in words.</summary>
    public string Describe()
    {
        var what = Action switch
        {
            CsyncScheduleAction.Registered => $"{(Kind == CsyncScheduleKind.Sync ? "run csync2" : "resolve conflicts")} by {File}",
            CsyncScheduleAction.Unregistered => $"remove {File}",
            CsyncScheduleAction.Suspended => $"suspend {File}",
            _ => $"resume {File}",
        };
        return Foreign.Count == 0 || Action is CsyncScheduleAction.Suspended or CsyncScheduleAction.Resumed
            ? what
            : $"{what} {(Action == CsyncScheduleAction.Registered ? "in place of" : "and give back")} {string.Join("; ", Foreign.Select(Place))}";
    }

    /// <summary>Where an entry stands, without its node.</summary>
    public static string Place(CsyncSchedule schedule) => schedule.Line is { } line ? $"{schedule.File}, line {line}" : schedule.File;
}
