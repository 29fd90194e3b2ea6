namespace Ultrafarma.Cluster.Haproxy;

/// <summary>What became of one step.</summary>
/// <param name="Server">The server as it is now, or would be; null when there is nothing to show.</param>
/// <param name="Error">Why it is not as requested, or null.</param>
/// <param name="Warning">What to know of it although it is as requested, or null.</param>
internal sealed record HaproxyOutcome(HaproxyServer? Server, HaproxyException? Error, string? Warning = null);
