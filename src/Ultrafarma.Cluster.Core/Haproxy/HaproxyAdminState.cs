using System.Diagnostics.CodeAnalysis;

namespace Ultrafarma.Cluster.Haproxy;

/// <summary>
/// What administrators want of a server: the bits of <c>srv_admin_state</c> in <c>show servers state</c>, a decimal number
/// (HAProxy's include/haproxy/server-t.h, SRV_ADMF_*).
/// </summary>
[Flags]
[SuppressMessage("Design", "CA1008", Justification = "HAProxy's own word for the state without any bit is ready.")]
public enum HaproxyAdminState
{
    /// <summary>In use.</summary>
    Ready = 0,

    /// <summary>Put into maintenance.</summary>
    ForcedMaint = 1,

    /// <summary>In maintenance because the server that it tracks is.</summary>
    InheritedMaint = 2,

    /// <summary>The word <c>disabled</c> in the configuration put it into maintenance. Alone, this is no maintenance: it stays when the server is made ready.</summary>
    ConfigMaint = 4,

    /// <summary>Put into drain.</summary>
    ForcedDrain = 8,

    /// <summary>In drain because the server that it tracks is.</summary>
    InheritedDrain = 16,

    /// <summary>In maintenance because its name does not resolve.</summary>
    ResolutionMaint = 32,

    /// <summary>Its name was changed at run time. The server is in use: this is no maintenance.</summary>
    FqdnChanged = 64,
}
