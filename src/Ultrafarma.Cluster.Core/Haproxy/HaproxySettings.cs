namespace Ultrafarma.Cluster.Haproxy;

/// <summary>The <c>Haproxy</c> section of an inventory.</summary>
public sealed record HaproxySettings
{
    /// <summary>The stats page.</summary>
    public string? Uri { get; init; }

    /// <summary>The runtime socket: a path on the balancer, or <c>host:port</c>.</summary>
    public string? Socket { get; init; }

    /// <summary>
    /// The node whose ssh leads to a runtime socket that is a path; null means this machine. It is one of the cluster's
    /// nodes, or the balancer's own name when <see cref="Address"/> says where it is.
    /// </summary>
    public string? Node { get; init; }

    /// <summary>The host name or IP address of a balancer that is none of the cluster's nodes.</summary>
    public string? Address { get; init; }

    /// <summary>The port of that balancer's ssh server; the cluster's unless given.</summary>
    public int? Port { get; init; }

    /// <summary>The user to log in as on that balancer; the cluster's unless given.</summary>
    public string? User { get; init; }

    /// <summary>The time for one question to the balancer, in seconds.</summary>
    public double TimeoutSeconds { get; init; } = 10;
}
