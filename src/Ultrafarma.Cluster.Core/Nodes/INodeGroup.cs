namespace Ultrafarma.Cluster.Nodes;

/// <summary>The nodes that an operation works on: a connected cluster, or this machine alone.</summary>
public interface INodeGroup
{
    /// <summary>The names of the nodes in scope, in the inventory's order.</summary>
    IReadOnlyList<string> NodeNames { get; }

    /// <summary>The names of all nodes of the cluster, in scope or not: peers are called by them.</summary>
    IReadOnlyList<string> KnownNames { get; }

    /// <summary>How many nodes are asked at once.</summary>
    int ThrottleLimit { get; }

    /// <summary>The node's shell; its connection is opened on first use and once anew when it was lost.</summary>
    /// <exception cref="NodeException">The node could not be reached.</exception>
    INodeShell this[string nodeName] { get; }
}
