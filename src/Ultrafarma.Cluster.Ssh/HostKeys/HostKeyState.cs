namespace Ultrafarma.Cluster.Ssh.HostKeys;

/// <summary>What known_hosts says about a key that a host offers.</summary>
internal enum HostKeyState
{
    /// <summary>It is listed.</summary>
    Trusted,

    /// <summary>Nothing is listed for the host.</summary>
    Unknown,

    /// <summary>Only other keys are listed for the host.</summary>
    Changed,

    /// <summary>It is listed as revoked.</summary>
    Revoked,
}
