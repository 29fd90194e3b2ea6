namespace Ultrafarma.Cluster.Nodes;

/// <summary>How one host is reached: the inventory's words first, the ssh_config's where it has none.</summary>
/// <param name="Endpoint">Where it is.</param>
/// <param name="Settings">How the connection is made, and through which host.</param>
/// <param name="Credential">What proves who we are.</param>
public sealed record NodeRoute(NodeEndpoint Endpoint, ConnectionSettings Settings, NodeCredential Credential)
{
    /// <summary>Why there is no such way, as a sentence; null when there is one.</summary>
    public string? Problem { get; init; }

    /// <summary>Decides a node's route, as if no host stood between.</summary>
    /// <param name="node">The node; its address is the ssh_config's alias.</param>
    /// <param name="ssh">The inventory's Ssh section.</param>
    /// <param name="user">The user that was given on the call, or null.</param>
    /// <param name="settings">The connection's settings for every node.</param>
    /// <param name="credential">The credential for every node.</param>
    /// <param name="config">The ssh_config, or null.</param>
    internal static NodeRoute Of(
        InventoryNode node, SshSettings ssh, string? user, ConnectionSettings settings, NodeCredential credential, SshConfig? config)
    {
        var host = config?.For(node.Address) ?? new SshConfigHost();
        var endpoint = new NodeEndpoint(
            node.Name,
            host.HostName ?? node.Address,
            node.Port ?? Unless(ssh, SshGiven.Port, host.Port) ?? ssh.Port,
            node.User ?? user ?? (ssh.Given.HasFlag(SshGiven.User) ? null : host.User) ?? ssh.User);
        return config is null ? new NodeRoute(endpoint, settings, credential) : new NodeRoute(
            endpoint,
            Timed(settings, ssh, host) with
            {
                KnownHostsFile = ssh.KnownHostsFile is null && host.UserKnownHostsFile is { } file
                    ? config.PathFor(file, node.Address, endpoint)
                    : settings.KnownHostsFile,
            },
            // A password or key that was given on purpose is not joined by a key that was not.
            KeyFileOf(host, config, node.Address, endpoint) is { } key && credential is { KeyFile: null, Password: null }
                ? credential.WithKeyFile(key)
                : credential);
    }

    /// <summary>Decides the route to a host that is no node of the cluster, as if no other host stood between.</summary>
    /// <param name="jump">The host, as ProxyJump names it.</param>
    /// <param name="ssh">The inventory's Ssh section.</param>
    /// <param name="user">The user for a host that neither ProxyJump nor the ssh_config names one for.</param>
    /// <param name="settings">The connection's settings for every node.</param>
    /// <param name="credential">The credential for every node. Its password is meant for nodes: another host does not get to see it.</param>
    /// <param name="config">The ssh_config, or null. What it says of this very host goes before what the inventory says of nodes.</param>
    internal static NodeRoute Of(
        JumpSpec jump, SshSettings ssh, string user, ConnectionSettings settings, NodeCredential credential, SshConfig? config)
    {
        var host = config?.For(jump.Host) ?? new SshConfigHost();
        var endpoint = new NodeEndpoint(jump.Host, host.HostName ?? jump.Host, jump.Port ?? host.Port ?? 22, jump.User ?? host.User ?? user);
        var keys = credential.WithoutPassword();
        return config is null ? new NodeRoute(endpoint, settings, keys) : new NodeRoute(
            endpoint,
            Timed(settings, ssh, host) with
            {
                KnownHostsFile = host.UserKnownHostsFile is { } file ? config.PathFor(file, jump.Host, endpoint) : settings.KnownHostsFile,
            },
            KeyFileOf(host, config, jump.Host, endpoint) is { } key ? keys.WithKeyFile(key) : keys);
    }

    private static ConnectionSettings Timed(ConnectionSettings settings, SshSettings ssh, SshConfigHost host) => settings with
    {
        ConnectTimeout = Unless(ssh, SshGiven.ConnectTimeout, Positive(host.ConnectTimeout)) ?? settings.ConnectTimeout,
        KeepAlive = Unless(ssh, SshGiven.KeepAlive, host.ServerAliveInterval) ?? settings.KeepAlive,
    };

    private static string? KeyFileOf(SshConfigHost host, SshConfig config, string alias, NodeEndpoint endpoint) =>
        host.IdentityFiles.Select(file => config.PathFor(file, alias, endpoint)).FirstOrDefault(File.Exists);

    private static T? Unless<T>(SshSettings ssh, SshGiven given, T? value)
        where T : struct => ssh.Given.HasFlag(given) ? null : value;

    // In OpenSSH 0 stands for the system's own time, which is minutes.
    private static TimeSpan? Positive(TimeSpan? time) => time > TimeSpan.Zero ? time : null;
}
