namespace Ultrafarma.Cluster.Haproxy;

/// <summary>One server of a backend.</summary>
public sealed partial record HaproxyServer : HaproxyServing
{
    /// <summary>The backend's name.</summary>
    public required string Backend { get; init; }

    /// <summary>The server's name.</summary>
    public required string Name { get; init; }

    /// <summary>HAProxy's number for the server within its backend.</summary>
    public long? Id { get; init; }

    /// <summary><c>address:port</c>; null where the stats page does not show it.</summary>
    public string? Address { get; init; }

    /// <summary>What HAProxy's checks make of it.</summary>
    public HaproxyOperationalState OperationalState { get; init; }

    /// <summary>
    /// What administrators want of it; null when it cannot be known: a stats page shows a server as DOWN also when it is
    /// drained. The runtime socket always tells.
    /// </summary>
    public HaproxyAdminState? AdminState { get; init; }

    /// <summary>True for a server that is used only when no other is left.</summary>
    public bool IsBackup { get; init; }

    /// <summary>The weight that was set, before slow start and agents; null where HAProxy is too old to say.</summary>
    public long? UserWeight { get; init; }

    /// <summary>The weight of the configuration; only the runtime socket tells.</summary>
    public long? InitialWeight { get; init; }

    /// <summary>How many requests may wait for it; 0 means no limit.</summary>
    public long? QueueLimit { get; init; }

    /// <summary>The percentage of its weight that it has during slow start.</summary>
    public long? ThrottlePercent { get; init; }

    /// <summary>The server whose checks it follows, as <c>backend/server</c>.</summary>
    public string? Tracked { get; init; }

    /// <summary>True while a check is running.</summary>
    public bool IsBeingChecked { get; init; }

    /// <summary>How the last check ended, as in <c>L7OK</c> or <c>L4TOUT</c>.</summary>
    public string? CheckStatus { get; init; }

    /// <summary>The code that the last check was answered with, such as an HTTP status.</summary>
    public long? CheckCode { get; init; }

    /// <summary>How long the last check took.</summary>
    public TimeSpan? CheckDuration { get; init; }

    /// <summary>What HAProxy says of the last check.</summary>
    public string? CheckDescription { get; init; }

    /// <summary>The end of what the last check was answered.</summary>
    public string? CheckOutput { get; init; }

    /// <summary>Checks that failed.</summary>
    public long? ChecksFailed { get; init; }

    /// <summary>True when it is in maintenance, for whatever reason: not in use, and not an outage.</summary>
    public bool IsInMaintenance =>
        OperationalState == HaproxyOperationalState.Stopped
        || (AdminState & (HaproxyAdminState.ForcedMaint | HaproxyAdminState.InheritedMaint | HaproxyAdminState.ResolutionMaint)) > 0;

    /// <summary>True when it is drained. Of a server that is DOWN only the runtime socket can tell.</summary>
    public bool IsDraining =>
        Status.StartsWith("DRAIN", StringComparison.Ordinal)
        || (AdminState & (HaproxyAdminState.ForcedDrain | HaproxyAdminState.InheritedDrain)) > 0;

    /// <summary>True when its weight alone keeps new sessions from it.</summary>
    internal bool HasNoWeight => (UserWeight ?? Weight) == 0;

    /// <summary>True when it gets new sessions.</summary>
    public bool IsServing =>
        OperationalState is HaproxyOperationalState.Up or HaproxyOperationalState.GoingDown or HaproxyOperationalState.NotChecked
        && !IsInMaintenance && !IsDraining && Weight is not 0;

    /// <inheritdoc/>
    public override string ToString() => $"{Backend}/{Name}";
}
