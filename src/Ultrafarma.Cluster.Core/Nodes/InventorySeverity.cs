namespace Ultrafarma.Cluster.Nodes;

/// <summary>How bad a problem of an inventory is.</summary>
public enum InventorySeverity
{
    /// <summary>The inventory can be used, but not all of it will work.</summary>
    Warning,

    /// <summary>The inventory is refused.</summary>
    Error,
}
