namespace Ultrafarma.Cluster.Nodes;

/// <summary>What to do when a node was not reached: one or two sentences, by how far it came.</summary>
internal static class NodeDoorFix
{
    /// <summary>What to do. Pure.</summary>
    /// <param name="route">The way that was gone, with its trace.</param>
    /// <param name="error">Why it ended.</param>
    /// <param name="jumps">The hosts on the way, as they were found.</param>
    public static string Of(NodeRoute route, NodeException error, IReadOnlyList<WebClusterNodeTest> jumps)
    {
        var trace = route.Settings.Trace!;
        return (error.Kind, trace.Stage) switch
        {
            (NodeErrorKind.KeyFileUnusable, _) => "Name another key file (-KeyFile, or KeyFile in the inventory), or give its passphrase (-KeyPassphrase).",
            (_, NodeDoorStage.Way) when jumps.FirstOrDefault(jump => !jump.Reached) is { } jump => $"{jump.Node} first: {jump.Fix}",
            (_, NodeDoorStage.Way) => "Correct ProxyJump, in the inventory or in the ssh_config.",
            (NodeErrorKind.AuthenticationFailed, _) => OfLogin(route),
            (NodeErrorKind.HostKeyUnknown or NodeErrorKind.HostKeyChanged or NodeErrorKind.HostKeyRevoked, _) => OfHostKey(route),
            (_, NodeDoorStage.Connection) => OfConnection(route, jumps),
            (_, NodeDoorStage.Hello) =>
                $"See what listens on port {route.Endpoint.Port} of {route.Endpoint.Address}: it does not answer as an ssh server. "
                + "If it is sshd, its log says why (MaxStartups, refused addresses, load).",
            (_, NodeDoorStage.HostKey) => "See sshd's log on the node: keys were not exchanged. The load of the node or the link's MTU may be the reason, too.",
            (_, NodeDoorStage.Login) => "See sshd's log on the node: the login came to no end (UseDNS, PAM, load).",
            _ => OfCommand(route.Endpoint.User),
        };
    }

    /// <summary>What to do when a user is in and may run nothing.</summary>
    public static string OfCommand(string user) =>
        $"See the login shell of the user '{PathText.Display(user)}' there, and ForceCommand and 'command=' in sshd_config and authorized_keys.";

    private static string OfConnection(NodeRoute route, IReadOnlyList<WebClusterNodeTest> jumps)
    {
        var from = jumps.Count > 0 ? $" from {jumps[^1].Node}, which must forward connections (AllowTcpForwarding, PermitOpen)" : "";
        return $"See that the node is up, that its sshd listens on port {route.Endpoint.Port}, and that address and firewalls let it be reached{from}.";
    }

    private static string OfHostKey(NodeRoute route) => route.Settings.Trace!.HostKey switch
    {
        null => $"Make {route.Settings.KnownHostsFile} a known_hosts that this user can read and, for AcceptNew, write.",
        { Standing: HostKeyStanding.Unknown } =>
            "Compare the fingerprint with the node's own (ssh-keygen -lf /etc/ssh/ssh_host_…_key.pub there). If they are equal: "
            + "Connect-WebCluster -HostKeyPolicy AcceptNew.",
        { Standing: HostKeyStanding.NotCertified } =>
            "Have the node's host key signed anew by the authority (ssh-keygen -s … -h -n its address), and compare the clocks.",
        { Standing: HostKeyStanding.Revoked } => "Give the node new host keys, or take it out of service.",
        { Standing: HostKeyStanding.Changed } key =>
            $"If the node was set up anew, remove line {key.Line} of {key.KnownHostsFile} and connect with -HostKeyPolicy AcceptNew. "
            + "If it was not, somebody may stand between.",
        var key => $"Make {key.KnownHostsFile} writable for this user.",
    };

    private static string OfLogin(NodeRoute route)
    {
        var trace = route.Settings.Trace!;
        var refused = trace.Logins.Where(login => login.Outcome == NodeLoginOutcome.Refused).ToList();
        if (trace.Logins.Count == 0)
        {
            return "Give a key file or a password (KeyFile in the inventory, -KeyFile or -Credential), or start an ssh agent with a key.";
        }

        if (refused.Count == 0 && trace.OfferedMethods.Count > 0)
        {
            return $"The server lets this user in by {string.Join(", ", trace.OfferedMethods)} only: give what that needs, or see its sshd_config.";
        }

        return refused.Exists(login => login.Method == "publickey")
            ? $"Add the public half of the key to authorized_keys of the user '{PathText.Display(route.Endpoint.User)}' there, and see that only he may write to it."
            : "Check the user and the password, and what sshd allows (PermitRootLogin, AllowUsers).";
    }
}
