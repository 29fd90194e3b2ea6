namespace Ultrafarma.Cluster.Httpd;

/// <summary>What became of a restart on a node.</summary>
/// <param name="Action">Restarted, Started or Failed.</param>
/// <param name="ProcessIdBefore">The parent process before; null when there was none.</param>
/// <param name="ProcessId">The parent process now; null when there is none.</param>
/// <param name="Reason">Why it failed; null when it did not.</param>
/// <param name="IsUntouched">True when Apache runs on as it did, so that it may serve as before.</param>
internal sealed record HttpdRestarted(
    HttpdRestartAction Action, int? ProcessIdBefore, int? ProcessId, string? Reason, bool IsUntouched = false)
{
    /// <summary>A failure that left Apache as it was.</summary>
    public static HttpdRestarted Untouched(string reason) => new(HttpdRestartAction.Failed, null, null, reason, IsUntouched: true);
}
