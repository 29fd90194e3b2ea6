using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>What is known of a node before its Apache is restarted. Nothing is done by it.</summary>
internal sealed record HttpdRestartStep : IHttpdStep
{
    /// <summary>The node.</summary>
    public required string Node { get; init; }

    /// <summary>What Apache says against its config; null when it takes it.</summary>
    public HttpdConfigProblem? Problem { get; init; }

    /// <summary>The ports that Apache must listen on afterwards.</summary>
    public IReadOnlyList<int> Ports { get; init; } = [];

    /// <summary>Why the node could not be asked, or null.</summary>
    public NodeException? Error { get; init; }

    /// <summary>Whether there is something to do.</summary>
    public bool IsPlanned => Problem is null && Error is null;
}
