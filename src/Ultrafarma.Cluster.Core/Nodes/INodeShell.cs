namespace Ultrafarma.Cluster.Nodes;

/// <summary>One node's door: starts commands and opens sockets there. Tests put failing, hanging and half-way ones in its place.</summary>
public interface INodeShell : IAsyncDisposable
{
    /// <summary>The node's name as in the inventory.</summary>
    string NodeName { get; }

    /// <summary>Logs in where that was not done yet, so that what follows takes only its own time.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="NodeException">The node cannot be reached, or does not let us in.</exception>
    Task OpenAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Starts a command and returns while it runs.</summary>
    /// <exception cref="NodeException">The command could not be started; the kind says why.</exception>
    Task<INodeProcess> StartAsync(NodeCommand command, CancellationToken cancellationToken);

    /// <summary>Connects to a Unix stream socket on the node. Disposing the stream ends the connection.</summary>
    /// <param name="socketPath">Its absolute path.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="NodeException">It could not be opened; the message says why.</exception>
    Task<Stream> ConnectAsync(string socketPath, CancellationToken cancellationToken);
}
