namespace Ultrafarma.Cluster.Httpd;

/// <summary>What became of a node's Apache.</summary>
public enum HttpdRestartAction
{
    /// <summary>Only planned, with -WhatIf.</summary>
    Planned,

    /// <summary>It was restarted, and proved that it lives.</summary>
    Restarted,

    /// <summary>It did not run; it was started, and proved that it lives.</summary>
    Started,

    /// <summary>It could not be done, or Apache does not live as it should; the reason says which.</summary>
    Failed,

    /// <summary>Nothing was tried on the node: it could not be reached, or others failed before.</summary>
    NotReached,
}
