using System.Net;
using System.Net.Sockets;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>Connects from this machine.</summary>
internal static class SocketConnection
{
    /// <summary>Connects to a Unix socket, or to a host and port.</summary>
    /// <exception cref="SocketException">Nobody answers, or it is not allowed.</exception>
    public static async Task<Stream> OpenAsync(EndPoint endPoint, CancellationToken cancellationToken)
    {
        Socket? socket = null;
        try
        {
            socket = endPoint is UnixDomainSocketEndPoint
                ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
                : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(endPoint, cancellationToken);
            var stream = new NetworkStream(socket, ownsSocket: true);
            socket = null;
            return stream;
        }
        finally
        {
            socket?.Dispose();
        }
    }
}
