using System.Collections.Concurrent;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Tests.Nodes;

/// <summary>Stands in for ssh: every node answers at once, unless a test says otherwise, and all is written down.</summary>
internal sealed class FakeConnector : INodeConnector
{
    private int _open;

    /// <summary>What happens when a node is connected to; null is success.</summary>
    public Func<NodeEndpoint, CancellationToken, Task>? OnConnect { get; set; }

    /// <summary>What a command on a node ends with; 0 unless set.</summary>
    public Func<string, int>? ExitCode { get; set; }

    public ConcurrentQueue<(NodeEndpoint Endpoint, ConnectionSettings Settings, NodeCredential Credential)> Connected { get; } = [];

    /// <summary>How many connections are open now.</summary>
    public int Open => _open;

    public async Task<INodeShell> ConnectAsync(
        NodeEndpoint endpoint, ConnectionSettings settings, NodeCredential credential, CancellationToken cancellationToken)
    {
        Connected.Enqueue((endpoint, settings, credential));
        if (OnConnect is { } behave)
        {
            await behave(endpoint, cancellationToken);
        }

        Interlocked.Increment(ref _open);
        return new FakeShell(this, endpoint.Name);
    }

    private sealed class FakeShell(FakeConnector connector, string nodeName) : INodeShell
    {
        public string NodeName => nodeName;

        public Task<INodeProcess> StartAsync(NodeCommand command, CancellationToken cancellationToken) =>
            Task.FromResult<INodeProcess>(new FakeProcess(connector.ExitCode?.Invoke(nodeName) ?? 0));

        public Task<Stream> ConnectAsync(string socketPath, CancellationToken cancellationToken) => Task.FromException<Stream>(
            new NodeException(NodeErrorKind.Unreachable, NodeName, "There are no sockets here."));

        public ValueTask DisposeAsync()
        {
            Interlocked.Decrement(ref connector._open);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class FakeProcess(int exitCode) : INodeProcess
    {
        public Stream Input => Stream.Null;

        public Stream Output => Stream.Null;

        public Stream ErrorOutput => Stream.Null;

        public Task<int> ExitCode => Task.FromResult(exitCode);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
