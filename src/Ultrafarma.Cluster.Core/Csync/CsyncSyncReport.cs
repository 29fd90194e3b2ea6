namespace Ultrafarma.Cluster.Csync;

/// <summary>What one run of csync2 did on one node.</summary>
public sealed record CsyncSyncReport
{
    /// <summary>The node that pushed.</summary>
    public required string Node { get; init; }

    /// <summary>How many paths a peer got at least.</summary>
    public int Sent => Count(CsyncDeliveryAction.Sent);

    /// <summary>How many paths were removed at a peer at least.</summary>
    public int Removed => Count(CsyncDeliveryAction.Removed);

    /// <summary>How many paths a peer did not take.</summary>
    public int Refused => Count(CsyncDeliveryAction.Refused);

    /// <summary>How long the run took on this node.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>One a path and peer.</summary>
    public required IReadOnlyList<CsyncDelivery> Deliveries { get; init; }

    /// <summary>The paths asked for that csync2 does not keep in sync there.</summary>
    public IReadOnlyList<string> Outside { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"{Node}: {Sent} sent, {Removed} removed, {Refused} refused";

    private int Count(CsyncDeliveryAction action) =>
        Deliveries.Where(d => d.Action == action).Select(d => d.Path).Distinct(StringComparer.Ordinal).Count();
}
