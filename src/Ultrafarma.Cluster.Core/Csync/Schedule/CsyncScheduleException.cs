namespace Ultrafarma.Cluster.Csync;

/// <summary>A node that cannot have a schedule as it was wished.</summary>
/// <param name="id">The error's id.</param>
/// <param name="node">The node.</param>
/// <param name="message">What is in the way, and what to do.</param>
public sealed class CsyncScheduleException(string id, string node, string message) : Exception(message)
{
    /// <summary>The error's id.</summary>
    public string Id { get; } = id;

    /// <summary>The node.</summary>
    public string Node { get; } = node;
}
