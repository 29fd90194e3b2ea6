using System.Text;
using Renci.SshNet.Messages.Connection;

namespace Ultrafarma.Cluster.Ssh.Transport;

/// <summary>Asks for a channel to a Unix socket on the node (OpenSSH's PROTOCOL, 2.4).</summary>
internal sealed class StreamLocalChannelInfo : ChannelOpenInfo
{
    private readonly byte[] _path;

    /// <summary>Creates the request.</summary>
    /// <param name="path">The socket's absolute path.</param>
    public StreamLocalChannelInfo(string path) => _path = Encoding.UTF8.GetBytes(path);

    /// <inheritdoc/>
    public override string ChannelType => "direct-streamlocal@openssh.com";

    /// <inheritdoc/>
    protected override int BufferCapacity => base.BufferCapacity + sizeof(uint) + _path.Length + sizeof(uint) + sizeof(uint);

    /// <inheritdoc/>
    protected override void SaveData()
    {
        base.SaveData();
        WriteBinaryString(_path);

        // Two fields that the protocol keeps for later: a string and a number.
        WriteBinaryString([]);
        Write(0u);
    }
}
