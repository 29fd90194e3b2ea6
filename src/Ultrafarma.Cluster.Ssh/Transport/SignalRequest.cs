using Renci.SshNet.Messages.Connection;

namespace Ultrafarma.Cluster.Ssh.Transport;

/// <summary>Asks to send a signal to the command (RFC 4254, 6.9).</summary>
internal sealed class SignalRequest : RequestInfo
{
    private readonly byte[] _name;

    /// <summary>Creates the request.</summary>
    /// <param name="name">The signal's name without SIG.</param>
    public SignalRequest(string name) => _name = System.Text.Encoding.ASCII.GetBytes(name);

    /// <inheritdoc/>
    public override string RequestName => "signal";

    /// <inheritdoc/>
    protected override int BufferCapacity => base.BufferCapacity + sizeof(uint) + _name.Length;

    /// <inheritdoc/>
    protected override void SaveData()
    {
        base.SaveData();
        WriteBinaryString(_name);
    }
}
