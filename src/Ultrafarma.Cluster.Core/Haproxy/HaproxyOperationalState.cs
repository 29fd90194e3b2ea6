namespace Ultrafarma.Cluster.Haproxy;

/// <summary>What HAProxy's checks make of a server, apart from what an administrator wants of it.</summary>
public enum HaproxyOperationalState
{
    /// <summary>A status that is not known.</summary>
    Unknown,

    /// <summary>It serves (<c>UP</c>; also <c>DRAIN</c>, which HAProxy shows only of a server that is up).</summary>
    Up,

    /// <summary>It serves, and its last checks failed (<c>UP 1/3</c>; also <c>DRAIN 1/3</c>).</summary>
    GoingDown,

    /// <summary>Its checks fail (<c>DOWN</c>).</summary>
    Down,

    /// <summary>Its checks failed, and the last ones passed (<c>DOWN 1/2</c>).</summary>
    GoingUp,

    /// <summary>It asked for no new sessions by its check's answer (<c>NOLB</c>).</summary>
    NoLoadBalancing,

    /// <summary>It serves, and nobody checks it (<c>no check</c>).</summary>
    NotChecked,

    /// <summary>It is not used while it is in maintenance (<c>MAINT</c>). That is a person's wish, not an outage.</summary>
    Stopped,
}
