namespace Ultrafarma.Cluster.Haproxy;

/// <summary>Why a balancer could not be asked or changed. The names are the stable part of a cmdlet's error id.</summary>
public enum HaproxyErrorKind
{
    /// <summary>Nothing answers there, or not in time.</summary>
    Unreachable,

    /// <summary>The stats page asks for a user and a password.</summary>
    AuthenticationRequired,

    /// <summary>The stats page refused the user or the password.</summary>
    AuthenticationFailed,

    /// <summary>The stats page's certificate is not trusted.</summary>
    CertificateUntrusted,

    /// <summary>A rule of the balancer forbids the page (403).</summary>
    PageForbidden,

    /// <summary>There is no stats page at this address: a wrong path, or the page is not enabled.</summary>
    PageNotFound,

    /// <summary>HAProxy has nobody to answer at this address (503): the page is not enabled, or its proxy is stopped.</summary>
    PageUnavailable,

    /// <summary>The answer is no statistics: a wrong address.</summary>
    NotStatistics,

    /// <summary>The answer ends too early.</summary>
    Truncated,

    /// <summary>The answer is not understood.</summary>
    BadAnswer,

    /// <summary>The page or the socket does not allow this.</summary>
    PermissionDenied,

    /// <summary>Only the runtime socket can do this.</summary>
    NeedsSocket,

    /// <summary>HAProxy refused a command.</summary>
    Rejected,

    /// <summary>HAProxy took the command, but a second look does not show it.</summary>
    NotApplied,

    /// <summary>A name that HAProxy's socket could read as something else. Nothing was sent.</summary>
    InvalidName,

    /// <summary>The server is not there.</summary>
    ServerNotFound,

    /// <summary>It would leave the backend without a server.</summary>
    LastServer,

    /// <summary>The server follows another one, which has to be changed in its place.</summary>
    ServerInherits,

    /// <summary>Sessions were left when the time to wait was over.</summary>
    DrainTimeout,

    /// <summary>The server was not up when the time to wait was over.</summary>
    ReadyTimeout,

    /// <summary>The state was lost while waiting: the balancer was reloaded, or somebody else changed it.</summary>
    StateLost,
}
