using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Ssh.Login;

namespace Ultrafarma.Cluster.Ssh;

/// <summary>Connects to nodes by ssh. One object serves many nodes at the same time.</summary>
public sealed class SshNodeConnector : INodeConnector
{
    private readonly PrivateKeyCache _keys = new();
    private readonly object _knownHostsGate = new();

    /// <inheritdoc/>
    public Task<INodeShell> ConnectAsync(
        NodeEndpoint endpoint,
        ConnectionSettings settings,
        NodeCredential credential,
        CancellationToken cancellationToken) =>
        new ConnectJob(endpoint, settings, credential, _keys, _knownHostsGate).RunAsync(cancellationToken);
}
