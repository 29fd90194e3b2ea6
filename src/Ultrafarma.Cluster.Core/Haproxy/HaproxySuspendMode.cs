namespace Ultrafarma.Cluster.Haproxy;

/// <summary>How a server is taken out.</summary>
public enum HaproxySuspendMode
{
    /// <summary>No new sessions, but those of clients with a cookie for it; checks go on.</summary>
    Drain,

    /// <summary>No new sessions at all, and no checks.</summary>
    Maint,
}
