namespace Ultrafarma.Cluster.Haproxy.Live;

/// <summary>What the rows are sorted by.</summary>
internal enum LiveSort
{
    /// <summary>The order of haproxy.cfg.</summary>
    Backend,

    /// <summary>Sessions now, the most first.</summary>
    Sessions,

    /// <summary>Requests a second, the most first.</summary>
    Rate,

    /// <summary>5xx responses a second, the most first.</summary>
    Errors,

    /// <summary>The state, the worst first.</summary>
    State,

    /// <summary>The server's name.</summary>
    Name,
}
