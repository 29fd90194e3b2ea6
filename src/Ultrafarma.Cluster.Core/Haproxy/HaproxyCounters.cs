namespace Ultrafarma.Cluster.Haproxy;

/// <summary>Counters of two looks at one balancer. Pure.</summary>
internal static class HaproxyCounters
{
    /// <summary>
    /// True when the counters began anew between the looks. They all do at once, so one that went back speaks for those that
    /// have already passed their old value; where the process is known, so does another process, whatever the counters say.
    /// </summary>
    /// <param name="before">The first look.</param>
    /// <param name="now">The second.</param>
    public static bool BeganAnew(HaproxySnapshot before, HaproxySnapshot now) =>
        before.IsOfFormerProcess(now)
        || WentBack(before.Frontends, now.Frontends, f => f.Name)
        || WentBack(before.Backends, now.Backends, b => b.Name)
        || WentBack(before.Servers, now.Servers, s => (s.Backend, s.Name));

    /// <summary>True when the balancer was reloaded between the looks, or may have been where the source does not tell its process.</summary>
    /// <param name="before">The first look.</param>
    /// <param name="now">The second.</param>
    public static bool MayBeReloaded(HaproxySnapshot before, HaproxySnapshot now) =>
        before.Process is not null && now.Process is not null ? before.IsOfFormerProcess(now) : BeganAnew(before, now);

    private static bool WentBack<T, TKey>(IEnumerable<T> before, IEnumerable<T> now, Func<T, TKey> nameOf)
        where T : HaproxyStatistics
        where TKey : notnull
    {
        var earlier = before.DistinctBy(nameOf).ToDictionary(nameOf);
        return now.DistinctBy(nameOf).Any(item => earlier.TryGetValue(nameOf(item), out var old) && WentBack(old, item));
    }

    private static bool WentBack(HaproxyStatistics before, HaproxyStatistics now) =>
        now.RequestsTotal < before.RequestsTotal || now.Responses5xx < before.Responses5xx || now.SessionsTotal < before.SessionsTotal
        || now.BytesIn < before.BytesIn || now.BytesOut < before.BytesOut;
}
