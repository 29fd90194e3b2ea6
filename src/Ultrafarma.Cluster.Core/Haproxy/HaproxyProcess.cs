namespace Ultrafarma.Cluster.Haproxy;

/// <summary>Which process answered, as far as it tells (<c>show info</c>): a reload starts another one, and its counters begin anew.</summary>
/// <param name="Id">Its number on the balancer.</param>
/// <param name="Uptime">The time since it was started.</param>
internal sealed record HaproxyProcess(long? Id, TimeSpan? Uptime)
{
    /// <summary>True when a later look met another process. In a container each may have the same number, but no process grows younger.</summary>
    /// <param name="later">Who answered the later look.</param>
    public bool IsReplacedBy(HaproxyProcess later) => Id != later.Id || later.Uptime < Uptime;
}
