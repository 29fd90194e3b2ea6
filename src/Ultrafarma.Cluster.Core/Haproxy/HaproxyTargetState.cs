namespace Ultrafarma.Cluster.Haproxy;

/// <summary>The administrative states that a server can be put into.</summary>
public enum HaproxyTargetState
{
    /// <summary>In use.</summary>
    Ready,

    /// <summary>No new sessions, but those of clients with a cookie for it; checks go on.</summary>
    Drain,

    /// <summary>No new sessions at all, and no checks.</summary>
    Maint,
}
