namespace Ultrafarma.Cluster.Nodes;

/// <summary>A piece of an inventory file as it was written, before anything is known about its meaning.</summary>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Column">Where it begins, from 1.</param>
internal abstract record InventoryValue(int Line, int Column);

/// <summary>A constant: a string, a <see cref="double"/>, a <see cref="bool"/> or null.</summary>
internal sealed record InventoryScalar(object? Value, int Line, int Column) : InventoryValue(Line, Column);

/// <summary>An array.</summary>
internal sealed record InventoryList(IReadOnlyList<InventoryValue> Items, int Line, int Column) : InventoryValue(Line, Column);

/// <summary>A hashtable, in the file's order.</summary>
internal sealed record InventoryTable(IReadOnlyList<InventoryEntry> Entries, int Line, int Column) : InventoryValue(Line, Column)
{
    /// <summary>The value under a key, or null.</summary>
    public InventoryEntry? Find(string key) =>
        Entries.FirstOrDefault(entry => entry.Key.Equals(key, StringComparison.OrdinalIgnoreCase));
}

/// <summary>Something that is not data. A problem has been reported already; whoever meets it goes on without a word.</summary>
internal sealed record InventoryNonData(int Line, int Column) : InventoryValue(Line, Column);

/// <summary>One key of a hashtable.</summary>
internal sealed record InventoryEntry(string Key, int Line, int Column, InventoryValue Value);
