namespace Ultrafarma.Cluster.Nodes;

/// <summary>How one node is reached: the inventory's words first, the ssh_config's where it has none.</summary>
/// <param name="Endpoint">Where it is.</param>
/// <param name="Settings">How the connection is made.</param>
/// <param name="Credential">What proves who we are.</param>
internal sealed record NodeRoute(NodeEndpoint Endpoint, ConnectionSettings Settings, NodeCredential Credential)
{
    /// <summary>Decides a node's route.</summary>
    /// <param name="node">The node; its address is the ssh_config's alias.</param>
    /// <param name="ssh">The inventory's Ssh section.</param>
    /// <param name="user">The user that was given on the call, or null.</param>
    /// <param name="settings">The connection's settings for every node.</param>
    /// <param name="credential">The credential for every node.</param>
    /// <param name="config">The ssh_config, or null.</param>
    public static NodeRoute Of(
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
            settings with
            {
                KnownHostsFile = ssh.KnownHostsFile is null && host.UserKnownHostsFile is { } file
                    ? config.PathFor(file, node.Address, endpoint)
                    : settings.KnownHostsFile,
                ConnectTimeout = Unless(ssh, SshGiven.ConnectTimeout, Positive(host.ConnectTimeout)) ?? settings.ConnectTimeout,
                KeepAlive = Unless(ssh, SshGiven.KeepAlive, host.ServerAliveInterval) ?? settings.KeepAlive,
            },
            With(credential, host.IdentityFiles.Select(file => config.PathFor(file, node.Address, endpoint)).FirstOrDefault(File.Exists)));
    }

    private static T? Unless<T>(SshSettings ssh, SshGiven given, T? value)
        where T : struct => ssh.Given.HasFlag(given) ? null : value;

    // In OpenSSH 0 stands for the system's own time, which is minutes.
    private static TimeSpan? Positive(TimeSpan? time) => time > TimeSpan.Zero ? time : null;

    // A password or key that was given on purpose is not joined by a key that was not.
    private static NodeCredential With(NodeCredential credential, string? keyFile) =>
        keyFile is null || credential.KeyFile is not null || credential.Password is not null
            ? credential
            : credential.WithKeyFile(keyFile);
}
