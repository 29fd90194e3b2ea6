namespace Ultrafarma.Cluster.Nodes;

/// <summary>What one node answered, or why it did not.</summary>
/// <typeparam name="T">The answer's type.</typeparam>
/// <param name="NodeName">The node.</param>
/// <param name="Value">The answer; default when <paramref name="Error"/> is set.</param>
/// <param name="Error">Why there is no answer, or null.</param>
public sealed record NodeResult<T>(string NodeName, T? Value, NodeException? Error);
