namespace Ultrafarma.Cluster.Haproxy;

/// <summary>Takes HAProxy's status texts apart (HAProxy's src/stats.c, srv_hlt_st).</summary>
internal static class HaproxyStatus
{
    /// <summary>What a server's status says of its checks, and of what administrators want.</summary>
    /// <param name="status">As in <c>UP</c>, <c>UP 1/3</c>, <c>DOWN</c>, <c>MAINT (via web/a)</c>, <c>DRAIN (agent)</c>, <c>no check</c>.</param>
    public static (HaproxyOperationalState Operational, HaproxyAdminState? Admin) Parse(string status)
    {
        var space = status.IndexOf(' ', StringComparison.Ordinal);
        var (word, rest) = space < 0 ? (status, "") : (status[..space], status[(space + 1)..]);
        return word switch
        {
            "UP" => (rest.Length == 0 ? HaproxyOperationalState.Up : HaproxyOperationalState.GoingDown, HaproxyAdminState.Ready),
            "DOWN" when rest.Contains('/', StringComparison.Ordinal) => (HaproxyOperationalState.GoingUp, null),

            // A server that is down shows so whether it is drained or not.
            "DOWN" => (HaproxyOperationalState.Down, null),
            "NOLB" => (HaproxyOperationalState.NoLoadBalancing, HaproxyAdminState.Ready),
            "DRAIN" => (rest.Contains('/', StringComparison.Ordinal) ? HaproxyOperationalState.GoingDown : HaproxyOperationalState.Up, HaproxyAdminState.ForcedDrain),
            // Inherited, or for want of an address: whether it is in maintenance of its own as well cannot be seen.
            "MAINT" => (HaproxyOperationalState.Stopped, rest.Length == 0 ? HaproxyAdminState.ForcedMaint : null),
            "no" when rest == "check" => (HaproxyOperationalState.NotChecked, HaproxyAdminState.Ready),
            _ => (HaproxyOperationalState.Unknown, null),
        };
    }
}
