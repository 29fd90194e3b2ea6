namespace Ultrafarma.Cluster.Nodes;

/// <summary>How bad it is what a test of the cluster found.</summary>
public enum FindingSeverity
{
    /// <summary>Good to know; nothing need be done.</summary>
    Info,

    /// <summary>It works, but not all of it, or not for long.</summary>
    Warning,

    /// <summary>It does not work.</summary>
    Error,
}
