using System.Net;
using System.Net.Sockets;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Ssh.Transport;

namespace Ultrafarma.Cluster.Ssh.Jumps;

/// <summary>
/// A connection to a node's ssh server from a jump host, for SSH.NET's session, which wants a socket of its own: it gets one to a
/// port of 127.0.0.1, and what goes through it goes through the jump host's channel.
/// </summary>
/// <remarks>
/// Nothing is forwarded for anybody else: the port serves the one socket whose number is known to be the session's, everybody
/// else is hung up on before a byte was read, and then it is closed.
/// </remarks>
internal sealed class JumpTunnel : IAsyncDisposable
{
    private const int BufferSize = 64 * 1024;

    private static readonly TimeSpan FarewellTimeout = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LookPause = TimeSpan.FromMilliseconds(1);

    private readonly JumpLease _jump;
    private readonly SshChannel _channel;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private Task _serving = Task.CompletedTask;

    private JumpTunnel(JumpLease jump, SshChannel channel)
    {
        _jump = jump;
        _channel = channel;
        _listener.Start();
    }

    /// <summary>The port of 127.0.0.1 that the session connects to.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>That the jump host's connection broke, as the second half of a sentence; null as long as it stands.</summary>
    public string? Failure { get; private set; }

    /// <summary>Lets the jump host connect to a node.</summary>
    /// <param name="jump">The connection to the jump host; the tunnel keeps a part in it of its own.</param>
    /// <param name="target">The node.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="NodeException">The jump host did not connect, or its connection broke.</exception>
    public static async Task<JumpTunnel> OpenAsync(JumpLease jump, NodeEndpoint target, CancellationToken cancellationToken)
    {
        var part = jump.Share();
        try
        {
            var channel = part.Connection.CreateChannel(new DirectTcpIpChannelInfo(target.Address, target.Port));

            // Without a limit of its own: a node that does not answer says nothing about the jump host.
            await channel.OpenAsync(Timeout.InfiniteTimeSpan, cancellationToken);
            return new JumpTunnel(part, channel);
        }
        catch (ChannelRefusedException e)
        {
            await part.DisposeAsync();
            throw JumpFailure.Refused(target, part.Host, e);
        }
        catch (NodeException e)
        {
            await part.DisposeAsync();
            throw JumpFailure.Behind(target, part.Host, e);
        }
        catch
        {
            await part.DisposeAsync();
            throw;
        }
    }

    /// <summary>Begins to carry bytes for a session.</summary>
    /// <param name="socketOfSession">The session's socket; null until it has connected.</param>
    public void Serve(Func<Socket?> socketOfSession) => _serving = ServeAsync(socketOfSession);

    /// <summary>Ends the connection to the node and gives the part in the jump host's back.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();

        // The session's last words may still be on their way.
        await Task.WhenAny(_serving, Task.Delay(FarewellTimeout));
        _listener.Dispose();
        await Task.WhenAny(_channel.StopAsync(), Task.Delay(FarewellTimeout));
        await _jump.DisposeAsync();
        _closing.Dispose();
    }

    private async Task ServeAsync(Func<Socket?> socketOfSession)
    {
        Socket? socket = null;
        try
        {
            socket = await AcceptAsync(socketOfSession);
            _listener.Stop();
            socket.NoDelay = true;
            var toNode = ToNodeAsync(socket);
            if (await Task.WhenAny(toNode, FromNodeAsync(socket)) != toNode)
            {
                // The node has hung up. Closing with unread bytes would take the node's last words from the session.
                socket.Shutdown(SocketShutdown.Send);
                await Task.WhenAny(toNode, Task.Delay(FarewellTimeout));
            }

            _ = _channel.StopAsync();
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The session has given up.
        }
        finally
        {
            socket?.Dispose();
        }
    }

    private async Task<Socket> AcceptAsync(Func<Socket?> socketOfSession)
    {
        while (true)
        {
            var socket = await _listener.AcceptSocketAsync(_closing.Token);
            if (await IsOwnAsync(socket, socketOfSession))
            {
                return socket;
            }

            socket.Dispose();
        }
    }

    private async Task<bool> IsOwnAsync(Socket accepted, Func<Socket?> socketOfSession)
    {
        Socket? own;
        while ((own = socketOfSession()) is null)
        {
            await Task.Delay(LookPause, _closing.Token);
        }

        return accepted.RemoteEndPoint is IPEndPoint peer && own.LocalEndPoint is IPEndPoint local
            && peer.Port == local.Port && peer.Address.MapToIPv6().Equals(local.Address.MapToIPv6());
    }

    private async Task ToNodeAsync(Socket socket)
    {
        var buffer = new byte[BufferSize];
        try
        {
            int count;
            while ((count = await socket.ReceiveAsync(buffer)) > 0)
            {
                await _channel.Input.WriteAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception e)
        {
            Note(e);
        }
    }

    private async Task FromNodeAsync(Socket socket)
    {
        var buffer = new byte[BufferSize];
        try
        {
            int count;
            while ((count = await _channel.Output.ReadAsync(buffer)) > 0)
            {
                for (var rest = buffer.AsMemory(0, count); !rest.IsEmpty;)
                {
                    rest = rest[await socket.SendAsync(rest)..];
                }
            }
        }
        catch (Exception e)
        {
            Note(e);
        }
    }

    // Any end is one: the session sees it at its socket. Only the jump host's own is worth a word.
    private void Note(Exception error)
    {
        if (error is NodeException)
        {
            Failure ??= $"the connection to the jump host {_jump.Host.Name} broke";
        }
    }
}
