namespace Ultrafarma.Cluster.Haproxy;

/// <summary>One row of <c>show servers state</c>, as far as it is about what administrators set.</summary>
/// <param name="Backend">be_name.</param>
/// <param name="Name">srv_name.</param>
/// <param name="AdminState">srv_admin_state, a decimal bit mask.</param>
/// <param name="UserWeight">srv_uweight, the weight that was set.</param>
/// <param name="InitialWeight">srv_iweight, the weight of the configuration.</param>
internal sealed record HaproxyServerState(
    string Backend, string Name, HaproxyAdminState AdminState, long UserWeight, long InitialWeight)
{
    /// <summary>The state that <c>set server … state</c> has to set to get here; null for one that it only inherits.</summary>
    public HaproxyTargetState? Target =>
        (AdminState & HaproxyAdminState.ForcedMaint) != 0 ? HaproxyTargetState.Maint
        : (AdminState & HaproxyAdminState.ForcedDrain) != 0 ? HaproxyTargetState.Drain
        : (AdminState & (HaproxyAdminState.InheritedMaint | HaproxyAdminState.InheritedDrain)) != 0 ? null
        : HaproxyTargetState.Ready;

    /// <summary>What a server has to become to be so again.</summary>
    public HaproxyRequest Request => new(Target, new HaproxyWeight((int)Math.Clamp(UserWeight, 0, 256), IsPercent: false));

    /// <summary>The server as it is now; a stand-in when it is gone, for the plan to refuse.</summary>
    public HaproxyServer In(HaproxySnapshot snapshot, HaproxySource source) =>
        snapshot.Find(Backend, Name) ?? new HaproxyServer { Source = source, Backend = Backend, Name = Name, Status = "" };
}
