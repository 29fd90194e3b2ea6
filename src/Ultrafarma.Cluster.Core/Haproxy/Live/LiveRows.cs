namespace Ultrafarma.Cluster.Haproxy.Live;

/// <summary>Chooses and sorts the rows.</summary>
internal static class LiveRows
{
    /// <summary>How many ways to sort there are.</summary>
    public static int SortCount { get; } = Enum.GetValues<LiveSort>().Length;

    /// <summary>The rows that the filter lets through, sorted. Equal ones keep the order of haproxy.cfg.</summary>
    /// <param name="snapshot">The last look.</param>
    /// <param name="histories">The servers' histories.</param>
    /// <param name="filter">A part of a backend's or server's name, or of a status.</param>
    /// <param name="sort">What to sort by.</param>
    /// <param name="isReversed">True for the opposite order.</param>
    public static IReadOnlyList<LiveRow> Of(
        HaproxySnapshot snapshot, IReadOnlyDictionary<LiveServerId, LiveHistory> histories, string filter, LiveSort sort, bool isReversed)
    {
        var rows = snapshot.Servers
            .Select(server => new LiveRow(server, histories[LiveServerId.Of(server)]))
            .Where(row => IsWanted(row, filter))
            .ToList();
        var sorted = sort switch
        {
            LiveSort.Sessions => rows.OrderByDescending(row => row.Server.SessionsCurrent ?? -1),
            LiveSort.Rate => rows.OrderByDescending(row => Known(row.History.Now.Requests)),
            LiveSort.Errors => rows.OrderByDescending(row => Known(row.History.Now.Errors)),
            LiveSort.State => rows.OrderBy(row => row.Tone),
            LiveSort.Name => rows.OrderBy(row => row.Server.Name, StringComparer.OrdinalIgnoreCase),
            _ => rows.OrderBy(_ => 0),
        };
        return isReversed ? [.. sorted.Reverse()] : [.. sorted];
    }

    private static bool IsWanted(LiveRow row, string filter) =>
        filter.Length == 0
        || row.Server.ToString().Contains(filter, StringComparison.OrdinalIgnoreCase)
        || row.Status.Contains(filter, StringComparison.OrdinalIgnoreCase);

    // What is not known is less than nothing, so that it comes last.
    private static float Known(float rate) => float.IsNaN(rate) ? -1 : rate;
}
