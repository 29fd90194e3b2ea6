namespace Ultrafarma.Cluster.Nodes;

/// <summary>How a connection is made.</summary>
public sealed record ConnectionSettings
{
    /// <summary>known_hosts in OpenSSH's format. It need not exist with <see cref="HostKeyPolicy.AcceptNew"/>.</summary>
    public required string KnownHostsFile { get; init; }

    /// <summary>What to do with an unknown host key.</summary>
    public HostKeyPolicy HostKeyPolicy { get; init; } = HostKeyPolicy.Strict;

    /// <summary>The time for TCP, key exchange and login together.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The time between keep-alive messages; a connection that misses three is dead.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The host to go through; null for a direct connection. Its own settings may name another one before it. Nodes whose
    /// settings hold the same object share one connection to it.
    /// </summary>
    public NodeRoute? Jump { get; init; }

    /// <summary>Where what is seen is written down; null when nobody wants to know.</summary>
    public ConnectionTrace? Trace { get; init; }
}
