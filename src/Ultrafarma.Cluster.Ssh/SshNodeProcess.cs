using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Ssh.Transport;

namespace Ultrafarma.Cluster.Ssh;

/// <summary>A command that runs on a node, on its own channel.</summary>
internal sealed class SshNodeProcess : INodeProcess
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromMilliseconds(200);

    private readonly SshChannel _channel;

    /// <summary>Wraps a channel whose command was started.</summary>
    public SshNodeProcess(SshChannel channel) => _channel = channel;

    /// <inheritdoc/>
    public Stream Input => _channel.Input;

    /// <inheritdoc/>
    public Stream Output => _channel.Output;

    /// <inheritdoc/>
    public Stream ErrorOutput => _channel.ErrorOutput;

    /// <inheritdoc/>
    public Task<int> ExitCode => _channel.ExitCode;

    /// <summary>Ends the command if it still runs. Waits for the node's word, but not long: the link may be cut.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAny(_channel.StopAsync(), Task.Delay(CloseTimeout));
    }
}
