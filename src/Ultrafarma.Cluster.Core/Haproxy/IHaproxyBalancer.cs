namespace Ultrafarma.Cluster.Haproxy;

/// <summary>One balancer, through its stats page or its runtime socket: the same objects and the same errors from both.</summary>
internal interface IHaproxyBalancer
{
    /// <summary>Where it is asked.</summary>
    HaproxySource Source { get; }

    /// <summary>Reads the statistics.</summary>
    /// <exception cref="HaproxyException">It cannot be asked; the kind says why.</exception>
    Task<HaproxySnapshot> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Puts a server into an administrative state. Whether that took effect is for a second look to say.</summary>
    /// <exception cref="HaproxyException">It is not allowed, the server is not there, or its name cannot be sent.</exception>
    Task SetStateAsync(HaproxyServer server, HaproxyTargetState state, CancellationToken cancellationToken);

    /// <summary>Ends all sessions of a server.</summary>
    /// <exception cref="HaproxyException">As <see cref="SetStateAsync"/>.</exception>
    Task KillSessionsAsync(HaproxyServer server, CancellationToken cancellationToken);

    /// <summary>What only the runtime socket can do.</summary>
    /// <param name="what">What is wanted, as in "set weights", for the error.</param>
    /// <exception cref="HaproxyException">Only the stats page is there (NeedsSocket).</exception>
    HaproxyRuntime Runtime(string what);
}
