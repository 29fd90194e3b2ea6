namespace Ultrafarma.Cluster.Haproxy;

/// <summary>The last request or response of a proxy that HAProxy could not understand: one capture of <c>show errors</c>.</summary>
public sealed record HaproxyError
{
    /// <summary>Where it comes from.</summary>
    public required HaproxySource Source { get; init; }

    /// <summary>When it happened, by this machine's clock.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The frontend or backend that kept it.</summary>
    public required string Proxy { get; init; }

    /// <summary><c>request</c> or <c>response</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The backend; null when none was chosen yet.</summary>
    public string? Backend { get; init; }

    /// <summary>The server; null when none was chosen yet.</summary>
    public string? Server { get; init; }

    /// <summary>The client's <c>address:port</c>.</summary>
    public string? Client { get; init; }

    /// <summary>HAProxy's number for the event, from 0.</summary>
    public long? EventId { get; init; }

    /// <summary>The byte at which it could not be understood, from 0.</summary>
    public long? PositionBytes { get; init; }

    /// <summary>How long the message is, as far as it came.</summary>
    public long? LengthBytes { get; init; }

    /// <summary>
    /// The message as HAProxy shows it, one line a line of it, unprintable bytes escaped. It may hold cookies and
    /// passwords of clients.
    /// </summary>
    public required string Content { get; init; }
}
