using System.Text;
using Renci.SshNet.Messages.Connection;

namespace Ultrafarma.Cluster.Ssh.Transport;

/// <summary>Asks for a channel to a TCP port that the peer can reach (RFC 4254, 7.2).</summary>
internal sealed class DirectTcpIpChannelInfo : ChannelOpenInfo
{
    // Where the connection comes from: it comes from no socket, and servers do no more than write it into their log.
    private static readonly byte[] Originator = Encoding.ASCII.GetBytes("127.0.0.1");

    private readonly byte[] _host;
    private readonly uint _port;

    /// <summary>Creates the request.</summary>
    /// <param name="host">The host's name or address, as the peer knows it.</param>
    /// <param name="port">Its port.</param>
    public DirectTcpIpChannelInfo(string host, int port)
    {
        _host = Encoding.UTF8.GetBytes(host);
        _port = (uint)port;
    }

    /// <inheritdoc/>
    public override string ChannelType => "direct-tcpip";

    /// <inheritdoc/>
    protected override int BufferCapacity => base.BufferCapacity + (4 * sizeof(uint)) + _host.Length + Originator.Length;

    /// <inheritdoc/>
    protected override void SaveData()
    {
        base.SaveData();
        WriteBinaryString(_host);
        Write(_port);
        WriteBinaryString(Originator);
        Write(0u);
    }
}
