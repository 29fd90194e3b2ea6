using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Ssh.Transport;

namespace Ultrafarma.Cluster.Ssh;

/// <summary>A node that is reached over one ssh connection, on which several commands may run at once.</summary>
internal sealed class SshNodeShell : INodeShell
{
    // OpenSSH's MaxSessions is 10; two are left for sessions that the server has not yet counted as ended.
    private const int MostCommandsAtOnce = 8;

    private readonly SshConnection _connection;
    private readonly KeepAlive? _keepAlive;
    private readonly TimeSpan _answerTimeout;
    private readonly SemaphoreSlim _slots = new(MostCommandsAtOnce);

    /// <summary>Creates the shell over a connection that is logged in, and takes it over.</summary>
    public SshNodeShell(string nodeName, SshConnection connection, ConnectionSettings settings)
    {
        NodeName = nodeName;
        _connection = connection;
        _answerTimeout = settings.ConnectTimeout;
        _keepAlive = settings.KeepAlive > TimeSpan.Zero ? new KeepAlive(connection, settings.KeepAlive) : null;
    }

    /// <inheritdoc/>
    public string NodeName { get; }

    /// <inheritdoc/>
    public async Task<INodeProcess> StartAsync(NodeCommand command, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        SshChannel channel;
        try
        {
            channel = _connection.CreateChannel();
        }
        catch
        {
            _slots.Release();
            throw;
        }

        // Not when the process is disposed of: only when the server, too, counts the session as ended.
        _ = channel.Closed.ContinueWith(_ => _slots.Release(), TaskScheduler.Default);
        await channel.StartAsync(command.ToCommandLine(), _answerTimeout, cancellationToken);
        return new SshNodeProcess(channel);
    }

    /// <inheritdoc/>
    public async Task<Stream> ConnectAsync(string socketPath, CancellationToken cancellationToken)
    {
        // No session in sshd's sense: MaxSessions does not count it.
        var channel = _connection.CreateChannel(new StreamLocalChannelInfo(socketPath));
        try
        {
            await channel.OpenAsync(_answerTimeout, cancellationToken);
            return new SshSocketStream(channel);
        }
        catch (IOException e)
        {
            throw await this.ExplainSocketAsync(socketPath, e, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _keepAlive?.Dispose();
        await _connection.CloseAsync();
    }
}
