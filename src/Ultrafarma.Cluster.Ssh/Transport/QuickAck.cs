using System.Net.Sockets;

namespace Ultrafarma.Cluster.Ssh.Transport;

/// <summary>
/// Acknowledges what came at once. sshd leaves Nagle's algorithm on for commands without a terminal, so the last small packets of
/// an answer (its end, the exit status) wait for our acknowledgement of the one before, which Linux delays by 40 ms: more than all
/// the rest of a short command takes.
/// </summary>
internal static class QuickAck
{
    // tcp(7): TCP_QUICKACK. The kernel takes it back when it sends, so it is set with every packet.
    private const int TcpQuickAck = 12;
    private const int Tcp = 6;

    /// <summary>Sends the acknowledgement that is due; nothing where the system has no such thing.</summary>
    public static void Send(Socket? socket)
    {
        if (socket is null || !OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            Span<byte> on = stackalloc byte[sizeof(int)];
            on[0] = 1;
            socket.SetRawSocketOption(Tcp, TcpQuickAck, on);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The connection is ending, and others tell why.
        }
    }
}
