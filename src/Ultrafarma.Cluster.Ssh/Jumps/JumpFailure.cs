using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Ssh.Transport;

namespace Ultrafarma.Cluster.Ssh.Jumps;

/// <summary>What the user reads when a node cannot be reached because of the host before it.</summary>
internal static class JumpFailure
{
    /// <summary>The jump host itself was not reached: every node behind it has this error, with the jump host's own words.</summary>
    public static NodeException Behind(NodeEndpoint target, NodeEndpoint jump, NodeException error)
    {
        var hint = error.Kind == NodeErrorKind.AuthenticationFailed
            ? " The password of -Credential is for the nodes: a jump host is asked with keys and the ssh agent only."
            : "";
        return new(error.Kind, target.Name, $"{target.Name} was not asked, because the way to it leads through {jump.Name}: {error.Message}{hint}", error);
    }

    /// <summary>The jump host did not connect to the node.</summary>
    public static NodeException Refused(NodeEndpoint target, NodeEndpoint jump, ChannelRefusedException error)
    {
        var why = error.IsForbidden
            ? $"the jump host {jump.Name} does not forward connections to it ({error.Words}). "
                + $"See AllowTcpForwarding, DisableForwarding and PermitOpen in the sshd_config of {jump.Name}, and authorized_keys of the user '{PathText.Display(jump.User)}' there"
            : $"the jump host {jump.Name} could not connect to it ({error.Words}). "
                + $"Check the address and port as {jump.Name} knows them, and that sshd runs on the node";
        return new(NodeErrorKind.Unreachable, target.Name, $"{target.Place} could not be reached: {why}.", error);
    }
}
