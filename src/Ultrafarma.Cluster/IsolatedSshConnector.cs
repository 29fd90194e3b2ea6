using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands;

/// <summary>Opens connections by ssh. SSH.NET is loaded when the first one is opened, not when the module is imported.</summary>
internal sealed class IsolatedSshConnector : INodeConnector
{
    // Static, and no constant, as in IsolatedHaproxyScreen: loaded assemblies belong to the process whatever we do, and a
    // context for each runspace would only load the same files again. It holds no connection, no credential and no session.
    private static readonly Lazy<Type> ConnectorType = new(
        () => IsolatedAssemblies.Load("ssh", "Ultrafarma.Cluster.Ssh", "SshNodeConnector"), LazyThreadSafetyMode.ExecutionAndPublication);

    private readonly Lazy<INodeConnector> _connector = new(() => (INodeConnector)Activator.CreateInstance(ConnectorType.Value)!);

    /// <inheritdoc/>
    public Task<INodeShell> ConnectAsync(
        NodeEndpoint endpoint,
        ConnectionSettings settings,
        NodeCredential credential,
        CancellationToken cancellationToken) => _connector.Value.ConnectAsync(endpoint, settings, credential, cancellationToken);
}
