namespace Ultrafarma.Cluster.Nodes;

/// <summary>How a host's key stands to known_hosts.</summary>
public enum HostKeyStanding
{
    /// <summary>It is listed.</summary>
    Listed,

    /// <summary>An authority that is listed (<c>@cert-authority</c>) vouches for it.</summary>
    Certified,

    /// <summary>It was not listed, and was added, as the policy AcceptNew says.</summary>
    Added,

    /// <summary>It was not listed, and could not be added.</summary>
    NotAdded,

    /// <summary>Nothing is listed for the host.</summary>
    Unknown,

    /// <summary>Only other keys are listed for the host.</summary>
    Changed,

    /// <summary>It, or its authority, is listed as revoked.</summary>
    Revoked,

    /// <summary>It has a certificate that does not vouch for the host.</summary>
    NotCertified,
}
