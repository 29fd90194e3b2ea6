using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Tests.Faults;

/// <summary>A node that gives the same answer, or the same error, to everything, and counts how often it was asked and closed.</summary>
internal sealed class OneAnswerShell(Func<INodeProcess> answer, string nodeName = "n1") : INodeShell
{
    public string NodeName => nodeName;

    public int Asked { get; private set; }

    public int Closed { get; private set; }

    public Task<INodeProcess> StartAsync(NodeCommand command, CancellationToken cancellationToken)
    {
        Asked++;
        return Task.FromResult(answer());
    }

    public Task<Stream> ConnectAsync(string socketPath, CancellationToken cancellationToken) => Task.FromException<Stream>(
        new NodeException(NodeErrorKind.Unreachable, NodeName, "There are no sockets here."));

    public ValueTask DisposeAsync()
    {
        Closed++;
        return ValueTask.CompletedTask;
    }
}
