namespace Ultrafarma.Cluster.Nodes;

/// <summary>Opens connections to nodes: ssh in production, faults in tests.</summary>
public interface INodeConnector
{
    /// <summary>Opens one connection.</summary>
    /// <exception cref="NodeException">Unreachable, host key refused, or login refused; the kind says which.</exception>
    Task<INodeShell> ConnectAsync(
        NodeEndpoint endpoint,
        ConnectionSettings settings,
        NodeCredential credential,
        CancellationToken cancellationToken);
}
