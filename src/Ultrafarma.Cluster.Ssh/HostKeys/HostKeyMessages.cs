using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Ssh.HostKeys;

/// <summary>What the user reads when a host key is refused: who, which key, which line, and what to do next.</summary>
internal static class HostKeyMessages
{
    /// <summary>Nothing is listed for the host.</summary>
    /// <param name="endpoint">The host.</param>
    /// <param name="key">Its key.</param>
    /// <param name="file">known_hosts.</param>
    /// <param name="authority">The line that lists an authority for the host, which showed no certificate; null when there is none.</param>
    public static NodeException Unknown(NodeEndpoint endpoint, HostKey key, string file, KnownHostsLine? authority)
    {
        var missing = !File.Exists(file) ? "(which does not exist) does not list"
            : authority is null ? "does not list"
            : $"does not list (line {authority.Number} lists an authority for it, but it showed no certificate: see HostCertificate in its sshd_config)";
        return new(
            NodeErrorKind.HostKeyUnknown,
            endpoint.Name,
            $"{Offer(endpoint, key)}, which {file} {missing}; nothing was sent there. Compare the fingerprint with the node's own: "
            + $"{OnTheNode(key)}. If they are equal, connect with -HostKeyPolicy AcceptNew, or add the line that "
            + $"'ssh-keyscan -p {endpoint.Port} {endpoint.Address}' prints{(endpoint.Through is null ? "" : " on the host before it")} to {file}.");
    }

    /// <summary>Only other keys are listed for the host.</summary>
    public static NodeException Changed(NodeEndpoint endpoint, HostKey key, string file, KnownHostsLine line) => new(
        NodeErrorKind.HostKeyChanged,
        endpoint.Name,
        $"{Offer(endpoint, key)}, but {file} line {line.Number} lists another key for it ({line.Key.ShortType} "
        + $"{line.Key.Fingerprint}); nothing was sent there. Either the node has new keys, or someone stands between. "
        + $"Compare the fingerprint with the node's own: {OnTheNode(key)}. Only if they are equal, remove the old key with "
        + $"\"ssh-keygen -R '{HostNames.ToWrite(endpoint)}' -f '{file}'\" and connect with -HostKeyPolicy AcceptNew.");

    /// <summary>A certificate does not vouch for the host, and its key is not listed either.</summary>
    /// <param name="endpoint">The host.</param>
    /// <param name="certificate">What it showed.</param>
    /// <param name="file">known_hosts.</param>
    /// <param name="line">The line that lists the authority.</param>
    /// <param name="problem">What is wrong, beginning with "it" or "its".</param>
    public static NodeException Certificate(NodeEndpoint endpoint, HostCertificate certificate, string file, KnownHostsLine line, string problem) => new(
        NodeErrorKind.HostKeyUnknown,
        endpoint.Name,
        $"{Offer(endpoint, certificate.Key)} with a certificate of the authority in {file} line {line.Number}, but {problem}; nothing was sent there. "
        + "Compare the clocks here and there, and have the node's key signed anew: 'ssh-keygen -s' with the authority's key, "
        + $"-h -I a name for the log -n {endpoint.Address} {OnTheNode(certificate.Key)["ssh-keygen -lf ".Length..]}.");

    /// <summary>A certificate is by an authority that is not listed for the host, and its key is not listed either.</summary>
    public static NodeException Authority(NodeEndpoint endpoint, HostCertificate certificate, string file, KnownHostsLine line) => new(
        NodeErrorKind.HostKeyUnknown,
        endpoint.Name,
        $"{Offer(endpoint, certificate.Key)} with a certificate by the authority {certificate.Authority.Fingerprint}, but {file} line {line.Number} "
        + $"lists another authority for it ({line.Key.Fingerprint}); nothing was sent there. Either the node was signed by another authority, "
        + "or someone stands between. Ask who signs host keys; only if it is theirs, add it as @cert-authority.");

    /// <summary>The key, or the authority of its certificate, is revoked.</summary>
    public static NodeException Revoked(NodeEndpoint endpoint, HostKey key, string file, KnownHostsLine line) => new(
        NodeErrorKind.HostKeyRevoked,
        endpoint.Name,
        $"{Offer(endpoint, key)}, {(line.Key.Is(key) ? "which" : "with a certificate by an authority which")} {file} line {line.Number} marks as revoked; nothing was sent there. "
        + "Whoever answers there must not be trusted: give the node new host keys, or take it out of service.");

    /// <summary>known_hosts cannot be read.</summary>
    public static NodeException Unreadable(NodeEndpoint endpoint, string file, Exception cause) => new(
        NodeErrorKind.HostKeyUnknown,
        endpoint.Name,
        $"{endpoint.Place} was not asked, because {file} cannot be read to check its host key: {cause.Message} "
        + "Make the file readable for this user, or name another one (KnownHostsFile).",
        cause);

    /// <summary>A new key cannot be remembered, so it is not trusted either: every next time it would be "new" again.</summary>
    public static NodeException NotAdded(NodeEndpoint endpoint, HostKey key, string file, Exception cause) => new(
        NodeErrorKind.HostKeyUnknown,
        endpoint.Name,
        $"{Offer(endpoint, key)}, which could not be added to {file}: {cause.Message} Nothing was sent there. "
        + "Make the file writable for this user, or name another one (KnownHostsFile).",
        cause);

    /// <summary>A key in no form that is known.</summary>
    public static NodeException Malformed(NodeEndpoint endpoint) => new(
        NodeErrorKind.HostKeyUnknown,
        endpoint.Name,
        $"{endpoint.Place} offered a host key in a form that is not known; nothing was sent there. "
        + "See what answers on this port: it should be OpenSSH.");

    private static string Offer(NodeEndpoint endpoint, HostKey key) =>
        $"{endpoint.Place} offered the {key.ShortType} host key {key.Fingerprint}";

    private static string OnTheNode(HostKey key)
    {
        var name = key.ShortType switch { "RSA" => "rsa", "ECDSA" => "ecdsa", _ => "ed25519" };
        return $"ssh-keygen -lf /etc/ssh/ssh_host_{name}_key.pub";
    }
}
