using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Ultrafarma.Cluster.Tests.Ssh;

/// <summary>Stands between client and sshd on loopback, to drop the first connections or to fall silent like a cut link.</summary>
internal sealed class TestRelay : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<Socket> _sockets = [];
    private readonly int _target;
    private readonly int _drop;
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _accepted;
    private volatile bool _silent;

    /// <summary>Starts the relay.</summary>
    /// <param name="target">The sshd's port; 0 for a server that accepts and never speaks.</param>
    /// <param name="drop">How many connections are dropped first, with sshd's own words.</param>
    public TestRelay(int target, int drop = 0)
    {
        _target = target;
        _drop = drop;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Accepted => _accepted;

    /// <summary>Waits for the first connection.</summary>
    public Task AcceptsAsync() => _first.Task.WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>From now on nothing passes, and nobody is told.</summary>
    public void FallSilent() => _silent = true;

    public void Dispose()
    {
        _listener.Dispose();
        lock (_sockets)
        {
            _sockets.ForEach(socket => socket.Dispose());
        }
    }

    private static async Task SendAllAsync(Socket to, ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await to.SendAsync(bytes)..];
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = Keep(await _listener.AcceptSocketAsync());
                _first.TrySetResult();
                if (Interlocked.Increment(ref _accepted) <= _drop)
                {
                    await client.SendAsync(Encoding.ASCII.GetBytes("Exceeded MaxStartups\r\n"));
                    client.Close();
                }
                else if (_target != 0)
                {
                    var server = Keep(new Socket(SocketType.Stream, ProtocolType.Tcp));
                    await server.ConnectAsync(IPAddress.Loopback, _target);
                    _ = PumpAsync(client, server);
                    _ = PumpAsync(server, client);
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private Socket Keep(Socket socket)
    {
        lock (_sockets)
        {
            _sockets.Add(socket);
        }

        return socket;
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            int count;
            while ((count = await from.ReceiveAsync(buffer)) > 0)
            {
                while (_silent)
                {
                    await Task.Delay(50);
                }

                await SendAllAsync(to, buffer.AsMemory(0, count));
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            to.Dispose();
        }
    }
}
