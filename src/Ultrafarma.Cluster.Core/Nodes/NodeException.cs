namespace Ultrafarma.Cluster.Nodes;

/// <summary>A node could not do what it was asked. The message says what to do next and never carries a secret.</summary>
public sealed class NodeException : Exception
{
    /// <summary>Creates the exception.</summary>
    public NodeException(NodeErrorKind kind, string nodeName, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Kind = kind;
        NodeName = nodeName;
    }

    /// <summary>What went wrong.</summary>
    public NodeErrorKind Kind { get; }

    /// <summary>The node, as named in the inventory.</summary>
    public string NodeName { get; }
}
