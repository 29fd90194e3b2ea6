namespace Ultrafarma.Cluster.Nodes;

/// <summary>How far a longer operation is.</summary>
/// <param name="Activity">What is being done, as in "Resolving csync2 conflicts".</param>
/// <param name="Status">The step, as in "Pushing from APP01".</param>
/// <param name="PercentComplete">0 to 100, or -1 when it cannot be known.</param>
public sealed record OperationProgress(string Activity, string Status, int PercentComplete = -1);
