using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Ssh.Jumps;
using Ultrafarma.Cluster.Ssh.Login;
using Ultrafarma.Cluster.Ssh.Transport;

namespace Ultrafarma.Cluster.Ssh;

/// <summary>Connects to nodes by ssh. One object serves many nodes at the same time.</summary>
public sealed class SshNodeConnector : INodeConnector
{
    private readonly PrivateKeyCache _keys = new();
    private readonly object _knownHostsGate = new();
    private readonly JumpPool _jumps;

    /// <summary>Creates the connector; nothing is connected yet.</summary>
    public SshNodeConnector() => _jumps = new JumpPool(ConnectAsync);

    /// <inheritdoc/>
    public async Task<INodeShell> ConnectAsync(
        NodeEndpoint endpoint,
        ConnectionSettings settings,
        NodeCredential credential,
        CancellationToken cancellationToken) =>
        new SshNodeShell(endpoint.Name, await ConnectAsync(new(endpoint, settings, credential), cancellationToken), settings);

    private Task<SshConnection> ConnectAsync(NodeRoute route, CancellationToken cancellationToken) =>
        new ConnectJob(route, _keys, _knownHostsGate, _jumps).RunAsync(cancellationToken);
}
