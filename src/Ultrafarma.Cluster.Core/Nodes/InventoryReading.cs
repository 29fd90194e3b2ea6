namespace Ultrafarma.Cluster.Nodes;

/// <summary>What came of reading an inventory file.</summary>
/// <param name="Inventory">The inventory, or null when there is an error.</param>
/// <param name="Problems">Errors and warnings, in the file's order.</param>
internal sealed record InventoryReading(ClusterInventory? Inventory, IReadOnlyList<InventoryProblem> Problems)
{
    /// <summary>The inventory.</summary>
    /// <exception cref="InventoryException">There is an error.</exception>
    public ClusterInventory OrThrow() => Inventory ?? throw new InventoryException(Problems);
}
