namespace Ultrafarma.Cluster.Haproxy.Live;

/// <summary>The line under the table.</summary>
/// <param name="Text">What it says.</param>
/// <param name="IsError">True when something went wrong.</param>
/// <param name="IsAboutReading">True when it is about a look that failed: the next one that succeeds takes it away.</param>
internal sealed record LiveMessage(string Text, bool IsError = false, bool IsAboutReading = false);
