namespace Ultrafarma.Cluster.Csync;

/// <summary>How a run is known to others.</summary>
/// <param name="Who">The user, machine and process that do it; shown to whoever finds the lock.</param>
/// <param name="Started">When it started; names the backup folder.</param>
public sealed record CsyncRunOptions(string Who, DateTimeOffset Started)
{
    /// <summary>What a node's file about its last run of csync2 says of this one.</summary>
    internal string Action { get; init; } = "sync";

    /// <summary>How long a node may take to hold its schedules: it waits 20 seconds for a csync2 that runs already.</summary>
    internal TimeSpan HoldTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the schedules may be held at most. A node that hears nothing of us for a while puts them back much sooner.</summary>
    internal TimeSpan HoldLimit { get; init; } = TimeSpan.FromHours(2);
}
