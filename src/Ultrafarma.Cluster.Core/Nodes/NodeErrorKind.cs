namespace Ultrafarma.Cluster.Nodes;

/// <summary>Why a node could not do what it was asked. The names are the stable part of a cmdlet's error id.</summary>
public enum NodeErrorKind
{
    /// <summary>Nothing answers at the address and port, or not in time.</summary>
    Unreachable,

    /// <summary>The node offered a host key that known_hosts does not list.</summary>
    HostKeyUnknown,

    /// <summary>The node offered another host key than known_hosts lists: perhaps a reinstall, perhaps an attack.</summary>
    HostKeyChanged,

    /// <summary>The node offered a host key that known_hosts marks as revoked.</summary>
    HostKeyRevoked,

    /// <summary>The node refused the user, key or password.</summary>
    AuthenticationFailed,

    /// <summary>A key file is missing, unreadable, or needs another passphrase.</summary>
    KeyFileUnusable,

    /// <summary>The connection broke while a command ran.</summary>
    ConnectionLost,

    /// <summary>A command did not end in its time and was killed.</summary>
    CommandTimeout,

    /// <summary>A command ended with an error.</summary>
    CommandFailed,

    /// <summary>The user may not do this on the node.</summary>
    PermissionDenied,

    /// <summary>A program that is needed is not installed on the node.</summary>
    ToolMissing,

    /// <summary>Somebody else works on the same thing there.</summary>
    Busy,

    /// <summary>The node answered in a form that is not understood.</summary>
    BadAnswer,
}
