namespace Ultrafarma.Cluster.Nodes;

/// <summary>What an ssh_config says about one host. Null is what it says nothing about.</summary>
internal sealed record SshConfigHost
{
    /// <summary>The name to connect to, tokens expanded.</summary>
    public string? HostName { get; init; }

    public int? Port { get; init; }

    public string? User { get; init; }

    /// <summary>Key files as written.</summary>
    public IReadOnlyList<string> IdentityFiles { get; init; } = [];

    /// <summary>known_hosts as written; the first one when there are several.</summary>
    public string? UserKnownHostsFile { get; init; }

    public TimeSpan? ConnectTimeout { get; init; }

    public TimeSpan? ServerAliveInterval { get; init; }

    /// <summary>The hosts to go through, the nearest first.</summary>
    public IReadOnlyList<JumpSpec> ProxyJump { get; init; } = [];

    /// <summary>True when the host is behind a ProxyCommand, which is not supported.</summary>
    public bool HasProxyCommand { get; init; }

    /// <summary>The keywords that are not taken over, each once.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];
}
