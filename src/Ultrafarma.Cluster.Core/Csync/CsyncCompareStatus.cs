namespace Ultrafarma.Cluster.Csync;

/// <summary>How a node's file stands to the reference.</summary>
public enum CsyncCompareStatus
{
    /// <summary>They are the same in content, mode and owner.</summary>
    Same,

    /// <summary>They differ.</summary>
    Different,

    /// <summary>The reference has it, and the node does not.</summary>
    Missing,

    /// <summary>The node has it, and the reference does not.</summary>
    Extra,
}
