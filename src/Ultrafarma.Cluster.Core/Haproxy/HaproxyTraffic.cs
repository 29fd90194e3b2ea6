namespace Ultrafarma.Cluster.Haproxy;

/// <summary>What went through one server between two looks.</summary>
public sealed record HaproxyTraffic
{
    /// <summary>Where the numbers come from.</summary>
    public required HaproxySource Source { get; init; }

    /// <summary>The backend's name.</summary>
    public required string Backend { get; init; }

    /// <summary>The server's name.</summary>
    public required string Name { get; init; }

    /// <summary>When the second look was taken.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The time between the two looks.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>How many looks between the two failed: the rates are over all of that time.</summary>
    public int LooksMissed { get; init; }

    /// <summary>The status at the second look.</summary>
    public required string Status { get; init; }

    /// <summary>Sessions at the second look.</summary>
    public long? SessionsCurrent { get; init; }

    /// <summary>Requests a second; null when HAProxy does not count them (tcp), or the counters were reset.</summary>
    public double? RequestsPerSecond { get; init; }

    /// <summary>Responses with a status of 500 to 599, a second.</summary>
    public double? Responses5xxPerSecond { get; init; }

    /// <summary>New sessions a second.</summary>
    public double? SessionsPerSecond { get; init; }

    /// <summary>Bytes from clients a second.</summary>
    public double? BytesInPerSecond { get; init; }

    /// <summary>Bytes to clients a second.</summary>
    public double? BytesOutPerSecond { get; init; }

    /// <summary>True when the balancer's counters began anew between the looks (a reload, or <c>clear counters all</c>): there are no rates.</summary>
    public bool CountersReset { get; init; }

    /// <summary>Compares two looks at a server.</summary>
    /// <param name="before">The first look.</param>
    /// <param name="now">The second.</param>
    /// <param name="time">When the second was taken.</param>
    /// <param name="interval">The time between them.</param>
    /// <param name="isReset">True when the counters began anew between them (<see cref="HaproxyCounters.BeganAnew"/>).</param>
    internal static HaproxyTraffic Between(HaproxyServer before, HaproxyServer now, DateTimeOffset time, TimeSpan interval, bool isReset)
    {
        double? Rate(long? first, long? second) => isReset ? null : (second - first) / interval.TotalSeconds;
        return new HaproxyTraffic
        {
            Source = now.Source,
            Backend = now.Backend,
            Name = now.Name,
            Time = time,
            Interval = interval,
            Status = now.Status,
            SessionsCurrent = now.SessionsCurrent,
            RequestsPerSecond = Rate(before.RequestsTotal, now.RequestsTotal),
            Responses5xxPerSecond = Rate(before.Responses5xx, now.Responses5xx),
            SessionsPerSecond = Rate(before.SessionsTotal, now.SessionsTotal),
            BytesInPerSecond = Rate(before.BytesIn, now.BytesIn),
            BytesOutPerSecond = Rate(before.BytesOut, now.BytesOut),
            CountersReset = isReset,
        };
    }
}
