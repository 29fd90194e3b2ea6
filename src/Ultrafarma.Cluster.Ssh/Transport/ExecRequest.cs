using System.Text;
using Renci.SshNet.Messages.Connection;

namespace Ultrafarma.Cluster.Ssh.Transport;

/// <summary>Asks to run a command line (RFC 4254, 6.5).</summary>
internal sealed class ExecRequest : RequestInfo
{
    private readonly byte[] _commandLine;

    /// <summary>Creates the request.</summary>
    public ExecRequest(string commandLine)
    {
        _commandLine = Encoding.UTF8.GetBytes(commandLine);
        WantReply = true;
    }

    /// <inheritdoc/>
    public override string RequestName => "exec";

    /// <inheritdoc/>
    protected override int BufferCapacity => base.BufferCapacity + sizeof(uint) + _commandLine.Length;

    /// <inheritdoc/>
    protected override void SaveData()
    {
        base.SaveData();
        WriteBinaryString(_commandLine);
    }
}
