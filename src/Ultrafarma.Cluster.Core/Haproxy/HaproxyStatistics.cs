namespace Ultrafarma.Cluster.Haproxy;

/// <summary>
/// What frontends, backends and servers have in common in HAProxy's statistics (HAProxy management guide, section 9.1).
/// Counters count since HAProxy's last reload or <c>clear counters</c>; null means that HAProxy gives no value.
/// </summary>
public abstract partial record HaproxyStatistics
{
    /// <summary>Where the numbers come from.</summary>
    public required HaproxySource Source { get; init; }

    /// <summary>HAProxy's number for the proxy, the same after a reload of the same configuration.</summary>
    public long? ProxyId { get; init; }

    /// <summary>The status as HAProxy gives it, as in <c>UP 1/3</c> or <c>MAINT (via web/a)</c>.</summary>
    public required string Status { get; init; }

    /// <summary>The proxy's mode: <c>http</c>, <c>tcp</c>, …</summary>
    public string? Mode { get; init; }

    /// <summary>Sessions now.</summary>
    public long? SessionsCurrent { get; init; }

    /// <summary>The most sessions at once.</summary>
    public long? SessionsMax { get; init; }

    /// <summary>How many sessions there may be at once.</summary>
    public long? SessionsLimit { get; init; }

    /// <summary>Sessions so far.</summary>
    public long? SessionsTotal { get; init; }

    /// <summary>New sessions in the last second.</summary>
    public long? SessionRate { get; init; }

    /// <summary>The most new sessions in one second.</summary>
    public long? SessionRateMax { get; init; }

    /// <summary>Bytes from clients.</summary>
    public long? BytesIn { get; init; }

    /// <summary>Bytes to clients.</summary>
    public long? BytesOut { get; init; }

    /// <summary>HTTP requests so far; for a server, the responses that it gave.</summary>
    public long? RequestsTotal { get; init; }

    /// <summary>Responses with a status of 100 to 199.</summary>
    public long? Responses1xx { get; init; }

    /// <summary>Responses with a status of 200 to 299.</summary>
    public long? Responses2xx { get; init; }

    /// <summary>Responses with a status of 300 to 399.</summary>
    public long? Responses3xx { get; init; }

    /// <summary>Responses with a status of 400 to 499.</summary>
    public long? Responses4xx { get; init; }

    /// <summary>Responses with a status of 500 to 599.</summary>
    public long? Responses5xx { get; init; }

    /// <summary>Responses with another status, and protocol errors.</summary>
    public long? ResponsesOther { get; init; }

    /// <summary>Requests denied by a rule.</summary>
    public long? RequestsDenied { get; init; }

    /// <summary>Responses denied by a rule.</summary>
    public long? ResponsesDenied { get; init; }

    /// <summary>Every column that has no property here, and values that are not of the expected form; by HAProxy's names.</summary>
    public IReadOnlyDictionary<string, string> Extra => ExtraFields.ToDictionary();

    internal HaproxyExtraFields ExtraFields { get; init; }
}
