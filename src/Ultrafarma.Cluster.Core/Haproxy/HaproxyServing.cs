namespace Ultrafarma.Cluster.Haproxy;

/// <summary>What backends and servers have in common.</summary>
public abstract partial record HaproxyServing : HaproxyStatistics
{
    /// <summary>Requests that wait for a free slot.</summary>
    public long? QueueCurrent { get; init; }

    /// <summary>The most requests that waited at once.</summary>
    public long? QueueMax { get; init; }

    /// <summary>The effective weight; for a backend, the sum of its servers' that serve.</summary>
    public long? Weight { get; init; }

    /// <summary>Connections that could not be made to the server.</summary>
    public long? ConnectionErrors { get; init; }

    /// <summary>Responses that could not be understood or were given up by the server.</summary>
    public long? ResponseErrors { get; init; }

    /// <summary>Connections that were tried again.</summary>
    public long? Retries { get; init; }

    /// <summary>Requests that were sent to another server.</summary>
    public long? Redispatches { get; init; }

    /// <summary>Transfers that the client broke off.</summary>
    public long? ClientAborts { get; init; }

    /// <summary>Transfers that the server broke off.</summary>
    public long? ServerAborts { get; init; }

    /// <summary>How often it went from UP to DOWN.</summary>
    public long? TimesDown { get; init; }

    /// <summary>How long ago its status last changed.</summary>
    public TimeSpan? LastChange { get; init; }

    /// <summary>How long it was down in all.</summary>
    public TimeSpan? Downtime { get; init; }

    /// <summary>How long ago the last session was sent there; null when none was.</summary>
    public TimeSpan? LastSession { get; init; }

    /// <summary>The mean time in the queue, over the last 1,024 requests.</summary>
    public TimeSpan? QueueTime { get; init; }

    /// <summary>The mean time to connect, over the last 1,024 requests.</summary>
    public TimeSpan? ConnectTime { get; init; }

    /// <summary>The mean time to the response's headers, over the last 1,024 requests; zero for tcp.</summary>
    public TimeSpan? ResponseTime { get; init; }

    /// <summary>The mean time of a whole session, over the last 1,024 requests.</summary>
    public TimeSpan? TotalTime { get; init; }

    /// <summary>The longest time in the queue.</summary>
    public TimeSpan? QueueTimeMax { get; init; }

    /// <summary>The longest time to connect.</summary>
    public TimeSpan? ConnectTimeMax { get; init; }

    /// <summary>The longest time to the response's headers.</summary>
    public TimeSpan? ResponseTimeMax { get; init; }

    /// <summary>The longest session.</summary>
    public TimeSpan? TotalTimeMax { get; init; }

    /// <summary>The cookie: its value for a server, its name for a backend. A stats page shows it only with <c>stats show-legends</c>.</summary>
    public string? Cookie { get; init; }
}
