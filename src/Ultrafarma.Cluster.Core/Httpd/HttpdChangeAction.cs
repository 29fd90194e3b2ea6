namespace Ultrafarma.Cluster.Httpd;

/// <summary>What became of a node's config.</summary>
public enum HttpdChangeAction
{
    /// <summary>It was right already: nothing was written or reloaded.</summary>
    Unchanged,

    /// <summary>Only planned, with -WhatIf.</summary>
    Planned,

    /// <summary>The new file is in place, and Apache proved that it lives with it where it was to take it.</summary>
    Published,

    /// <summary>Apache did not live with it, so the old file is back and proven.</summary>
    RolledBack,

    /// <summary>It could not be done; the reason says what stands there now.</summary>
    Failed,

    /// <summary>Nothing was tried on the node: it could not be reached, or others failed before.</summary>
    NotReached,
}
