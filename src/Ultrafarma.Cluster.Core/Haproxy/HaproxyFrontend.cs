namespace Ultrafarma.Cluster.Haproxy;

/// <summary>One frontend: where clients come in.</summary>
public sealed partial record HaproxyFrontend : HaproxyStatistics
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>HTTP requests in the last second.</summary>
    public long? RequestRate { get; init; }

    /// <summary>The most HTTP requests in one second.</summary>
    public long? RequestRateMax { get; init; }

    /// <summary>New sessions that are let in each second; 0 means no limit.</summary>
    public long? SessionRateLimit { get; init; }

    /// <summary>Connections in the last second.</summary>
    public long? ConnectionRate { get; init; }

    /// <summary>Connections so far.</summary>
    public long? ConnectionsTotal { get; init; }

    /// <summary>Requests that could not be understood or were given up by the client.</summary>
    public long? RequestErrors { get; init; }

    /// <summary>Connections denied by a rule.</summary>
    public long? ConnectionsDenied { get; init; }

    /// <summary>Sessions denied by a rule.</summary>
    public long? SessionsDenied { get; init; }

    /// <summary>Requests that HAProxy answered itself.</summary>
    public long? RequestsIntercepted { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
