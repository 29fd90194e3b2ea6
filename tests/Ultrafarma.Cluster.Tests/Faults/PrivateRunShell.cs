using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Tests.Faults;

/// <summary>This machine, with locks of its own, so that tests that run at the same time do not meet in /run.</summary>
internal sealed class PrivateRunShell : INodeShell
{
    private const string Wrap = """
        exec unshare -m -- sh -c '
            mkdir -p /run/ultrafarma-cluster && mount -t tmpfs tmpfs /run/ultrafarma-cluster && exec sh -c "$@"' sh "$@"
        """;

    private readonly LocalShell _shell = new();

    public string NodeName => "n1";

    public Task<INodeProcess> StartAsync(NodeCommand command, CancellationToken cancellationToken) => _shell.StartAsync(
        new NodeCommand(Wrap, [command.Script, "sh", .. command.Arguments]) { Input = command.Input, Timeout = command.Timeout }, cancellationToken);

    public Task<Stream> ConnectAsync(string socketPath, CancellationToken cancellationToken) => _shell.ConnectAsync(socketPath, cancellationToken);

    public ValueTask DisposeAsync() => _shell.DisposeAsync();
}
