namespace Ultrafarma.Cluster.Ssh.HostKeys;

/// <summary>What a line of known_hosts says its key is (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT).</summary>
internal enum KnownHostsMark
{
    /// <summary>A host's own key.</summary>
    None,

    /// <summary>A key that must not be trusted.</summary>
    Revoked,

    /// <summary>The key of an authority that signs hosts' certificates. A host that shows it as its own is not thereby known.</summary>
    Authority,
}
