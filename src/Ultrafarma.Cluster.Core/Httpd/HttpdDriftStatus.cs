namespace Ultrafarma.Cluster.Httpd;

/// <summary>How a node's config file stands to the reference, each node's own host left out.</summary>
public enum HttpdDriftStatus
{
    /// <summary>They say the same.</summary>
    Same,

    /// <summary>They differ.</summary>
    Different,

    /// <summary>The reference includes the file, and the node does not.</summary>
    Missing,

    /// <summary>The node includes the file, and the reference does not.</summary>
    Extra,
}
