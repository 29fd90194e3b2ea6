namespace Ultrafarma.Cluster.Httpd;

/// <summary>How many nodes are changed at once, and what the balancer has to do with it.</summary>
internal record HttpdRolloutOptions
{
    /// <summary>How many nodes change at once.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>How many nodes may fail before no further batch is begun.</summary>
    public int MaxFailures { get; init; }

    /// <summary>Whether each node is taken out of the balancer meanwhile.</summary>
    public bool Drain { get; init; }

    /// <summary>How long a server may take until nobody is on it any more.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the balancer may take to see a server serve again.</summary>
    public TimeSpan ServingTimeout { get; init; } = TimeSpan.FromSeconds(15);
}
