using System.Text;

namespace Ultrafarma.Cluster.Ssh.Transport;

/// <summary>
/// Finds out that a peer is gone although the socket still looks well, as OpenSSH's ServerAliveInterval and
/// ServerAliveCountMax do: a request that the peer must answer, and an end after three that it did not.
/// </summary>
/// <remarks>
/// SSH.NET's own keep-alive sends a message that is never answered, so it notices nothing. TCP's keep-alive and
/// TCP_USER_TIMEOUT notice a cut link, but not a peer whose kernel answers while its sshd hangs, and are not the same on
/// every system.
/// </remarks>
internal sealed class KeepAlive : IDisposable
{
    private const int MissedUntilDead = 3;

    private static readonly byte[] RequestName = Encoding.ASCII.GetBytes("keepalive@openssh.com");

    private readonly SshConnection _connection;
    private readonly TimeSpan _interval;
    private readonly Timer _timer;

    /// <summary>Starts to watch a connection.</summary>
    public KeepAlive(SshConnection connection, TimeSpan interval)
    {
        _connection = connection;
        _interval = interval;
        _timer = new Timer(_ => Tick(), null, interval, interval);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Tick()
    {
        if (_connection.HasEnded)
        {
            _timer.Dispose();
            return;
        }

        var silence = TimeSpan.FromMilliseconds(Environment.TickCount64 - _connection.LastHeard);
        if (silence > (MissedUntilDead * _interval) + (_interval / 2))
        {
            _connection.Fail($"it did not answer {MissedUntilDead} keep-alive messages in {silence.TotalSeconds:0.#} s");
        }
        else
        {
            _connection.Post(SshNetInternals.GlobalRequest(RequestName, wantReply: true));
        }
    }
}
