namespace Ultrafarma.Cluster.Haproxy;

/// <summary>What a server shall become.</summary>
/// <param name="State">Its administrative state; null leaves it as it is.</param>
/// <param name="Weight">Its weight; null leaves it as it is.</param>
/// <param name="KeepsMaint">True when maintenance is as good as drain: whoever works on a server must not get clients by it.</param>
internal sealed record HaproxyRequest(HaproxyTargetState? State, HaproxyWeight? Weight = null, bool KeepsMaint = false)
{
    /// <summary>True when the server is as requested, false when not, null when the source cannot tell.</summary>
    public bool? IsMetBy(HaproxyServer server)
    {
        var state = State is null ? true : StateIsMetBy(server);
        var weight = Weight is null ? true : WeightIsMetBy(server);
        return state == false || weight == false ? false : state is null || weight is null ? null : true;
    }

    /// <summary>What is still to be done for a server to be as requested; what the source cannot tell is.</summary>
    public HaproxyRequest Remaining(HaproxyServer server) => new(
        State is not null && StateIsMetBy(server) == true ? null : State,
        Weight is not null && WeightIsMetBy(server) == true ? null : Weight,
        KeepsMaint);

    /// <summary>True when nothing is asked for.</summary>
    public bool IsEmpty => State is null && Weight is null;

    /// <summary>True when a server of this kind would get no new sessions by it.</summary>
    public bool TakesOut(HaproxyServer server) =>
        State is HaproxyTargetState.Drain or HaproxyTargetState.Maint || Weight?.Effective(server.InitialWeight) == 0;

    /// <summary>The server as it will be, for those who only want to know.</summary>
    public HaproxyServer ApplyTo(HaproxyServer server)
    {
        var weight = Weight?.Effective(server.InitialWeight) ?? server.Weight;
        var changed = server with { Weight = weight, UserWeight = Weight is null ? server.UserWeight : weight };
        return State switch
        {
            HaproxyTargetState.Maint => changed with
            {
                Status = "MAINT",
                OperationalState = HaproxyOperationalState.Stopped,
                AdminState = HaproxyAdminState.ForcedMaint,
            },
            HaproxyTargetState.Drain => changed with { Status = "DRAIN", AdminState = HaproxyAdminState.ForcedDrain },

            // HAProxy shows DRAIN only of a server that is up. Of any other, its checks have to say.
            HaproxyTargetState.Ready => changed with
            {
                Status = changed.Status.StartsWith("DRAIN", StringComparison.Ordinal) ? "UP" : changed.Status,
                AdminState = HaproxyAdminState.Ready,
            },
            _ => changed,
        };
    }

    /// <summary>The request in words, as in "drain" or "weight 50%".</summary>
    public override string ToString() => (State, Weight) switch
    {
        ({ } state, { } weight) => $"{HaproxyWords.Of(state)}, weight {weight}",
        ({ } state, null) => HaproxyWords.Of(state),
        (null, { } weight) => $"weight {weight}",
        _ => "as it is",
    };

    private bool? StateIsMetBy(HaproxyServer server) => server.AdminState is not { } admin ? null : State switch
    {
        HaproxyTargetState.Maint => (admin & HaproxyAdminState.ForcedMaint) != 0,
        HaproxyTargetState.Drain when (admin & HaproxyAdminState.ForcedMaint) != 0 => KeepsMaint,
        HaproxyTargetState.Drain => (admin & HaproxyAdminState.ForcedDrain) != 0,
        _ => (admin & (HaproxyAdminState.ForcedMaint | HaproxyAdminState.ForcedDrain)) == 0,
    };

    private bool? WeightIsMetBy(HaproxyServer server) =>
        server.UserWeight is { } now && Weight!.Effective(server.InitialWeight) is { } wanted ? now == wanted : null;
}
