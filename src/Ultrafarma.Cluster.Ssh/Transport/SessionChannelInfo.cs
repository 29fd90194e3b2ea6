using Renci.SshNet.Messages.Connection;

namespace Ultrafarma.Cluster.Ssh.Transport;

/// <summary>Asks for a channel on which a command can run (RFC 4254, 6.1).</summary>
internal sealed class SessionChannelInfo : ChannelOpenInfo
{
    /// <inheritdoc/>
    public override string ChannelType => "session";
}
