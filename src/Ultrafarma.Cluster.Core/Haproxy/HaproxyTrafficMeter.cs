namespace Ultrafarma.Cluster.Haproxy;

/// <summary>Looks at a balancer again and again, and tells what went through each server between two looks.</summary>
/// <param name="balancer">The balancer.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class HaproxyTrafficMeter(IHaproxyBalancer balancer, TimeProvider clock)
{
    /// <summary>Measures. A look that fails is missed, and the next measurement is over the whole time since the last one that did not.</summary>
    /// <param name="interval">The time between two looks.</param>
    /// <param name="count">How many intervals.</param>
    /// <param name="isWanted">Chooses backends.</param>
    /// <param name="onInterval">Takes each interval's measurements as they come; none for one whose look failed.</param>
    /// <param name="onMissed">Is told why a look failed, when others are still to come.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HaproxyException">The first or the last look failed, or one failed for a reason that stays.</exception>
    public async Task RunAsync(
        TimeSpan interval,
        int count,
        Func<string, bool> isWanted,
        Action<IReadOnlyList<HaproxyTraffic>> onInterval,
        Action<HaproxyException> onMissed,
        CancellationToken cancellationToken)
    {
        var before = await balancer.ReadAsync(cancellationToken);
        var last = clock.GetTimestamp();
        var next = last;
        var missed = 0;
        for (var i = 1; i <= count; i++)
        {
            // Counted from the beginning: what a look takes does not add up.
            next += (long)(interval.TotalSeconds * clock.TimestampFrequency);
            var pause = clock.GetElapsedTime(clock.GetTimestamp(), next);
            await Task.Delay(pause > TimeSpan.Zero ? pause : TimeSpan.Zero, clock, cancellationToken);

            try
            {
                var now = await balancer.ReadAsync(cancellationToken);
                var taken = clock.GetTimestamp();
                onInterval([.. Measure(before, now, clock.GetElapsedTime(last, taken), isWanted).Select(t => t with { LooksMissed = missed })]);
                (before, last, missed) = (now, taken, 0);
            }
            catch (HaproxyException e) when (e.MayPass && i < count)
            {
                missed++;
                onMissed(e);
                onInterval([]);
            }
        }
    }

    private static IEnumerable<HaproxyTraffic> Measure(HaproxySnapshot before, HaproxySnapshot now, TimeSpan passed, Func<string, bool> isWanted)
    {
        var isReset = HaproxyCounters.BeganAnew(before, now);
        var earlier = before.Servers.DistinctBy(s => (s.Backend, s.Name)).ToDictionary(s => (s.Backend, s.Name));
        return now.Backends.Where(backend => isWanted(backend.Name)).SelectMany(backend => backend.Servers)
            .Select(server => (Server: server, Before: earlier.GetValueOrDefault((server.Backend, server.Name))))
            .Where(pair => pair.Before is not null)
            .Select(pair => HaproxyTraffic.Between(pair.Before!, pair.Server, now.Time, passed, isReset));
    }
}
