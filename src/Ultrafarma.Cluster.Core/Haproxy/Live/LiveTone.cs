namespace Ultrafarma.Cluster.Haproxy.Live;

/// <summary>What a server's state means to somebody who looks for trouble, the worst first.</summary>
internal enum LiveTone
{
    /// <summary>Its checks fail.</summary>
    Down,

    /// <summary>It is about to change: going down, coming up, or asking for no sessions.</summary>
    Unsteady,

    /// <summary>It is drained.</summary>
    Drain,

    /// <summary>It is in maintenance: a person's wish, not an outage.</summary>
    Maintenance,

    /// <summary>It serves, and nobody checks it; or the status is not known.</summary>
    Unchecked,

    /// <summary>It serves.</summary>
    Good,
}
