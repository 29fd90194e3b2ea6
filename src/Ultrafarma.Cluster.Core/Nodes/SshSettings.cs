namespace Ultrafarma.Cluster.Nodes;

/// <summary>The <c>Ssh</c> section of an inventory.</summary>
public sealed record SshSettings
{
    /// <summary>The user to log in as.</summary>
    public string User { get; init; } = "root";

    /// <summary>The port of the ssh servers.</summary>
    public int Port { get; init; } = 22;

    /// <summary>The private key file, or null.</summary>
    public string? KeyFile { get; init; }

    /// <summary>known_hosts; null means <c>~/.ssh/known_hosts</c>.</summary>
    public string? KnownHostsFile { get; init; }

    /// <summary>The ssh_config to follow; null means <c>~/.ssh/config</c>, <c>none</c> means none.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>The hosts to go through, <c>[user@]host[:port],…</c>, for nodes that name none; <c>none</c> for a direct way; null leaves it to the ssh_config.</summary>
    public string? ProxyJump { get; init; }

    /// <summary>What to do with an unknown host key.</summary>
    public HostKeyPolicy HostKeyPolicy { get; init; } = HostKeyPolicy.Strict;

    /// <summary>The time for TCP, key exchange and login together, in seconds.</summary>
    public double ConnectTimeoutSeconds { get; init; } = 10;

    /// <summary>The time for one command that has no time of its own, in seconds.</summary>
    public double CommandTimeoutSeconds { get; init; } = 60;

    /// <summary>The time between keep-alive messages, in seconds.</summary>
    public double KeepAliveSeconds { get; init; } = 15;

    /// <summary>How many nodes are asked at once.</summary>
    public int ThrottleLimit { get; init; } = 16;

    /// <summary>What the file gives, as against what are only defaults.</summary>
    internal SshGiven Given { get; init; }
}
