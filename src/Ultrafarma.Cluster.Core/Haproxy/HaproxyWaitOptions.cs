namespace Ultrafarma.Cluster.Haproxy;

/// <summary>How long a change is waited for.</summary>
/// <param name="Goal">What for.</param>
/// <param name="Timeout">How long; zero looks once.</param>
/// <param name="KillSessions">True to end the sessions that are left then.</param>
internal sealed record HaproxyWaitOptions(HaproxyGoal Goal, TimeSpan Timeout, bool KillSessions = false);
