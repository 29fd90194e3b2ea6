namespace Ultrafarma.Cluster.Nodes;

/// <summary>One known key of a table that becomes a <typeparamref name="TRecord"/>.</summary>
internal abstract class InventoryKey<TRecord>(string name, string description)
    where TRecord : class
{
    public string Name { get; } = name;

    /// <summary>One sentence, for the comment in a new inventory.</summary>
    public string Description { get; } = description;

    /// <summary>True when a table without the key is refused.</summary>
    public bool Required { get; init; }

    /// <summary>Puts the value of the file into the record. Null means that a problem has been reported.</summary>
    public abstract TRecord? Apply(TRecord record, InventoryValue value, string key, InventoryReport report);

    /// <summary>The key's value in a record, as it is written in a file.</summary>
    public abstract string LiteralIn(TRecord record);
}

/// <summary>A key of a known kind.</summary>
internal sealed class InventoryKey<TRecord, TValue>(
    string name,
    InventoryKind<TValue> kind,
    Func<TRecord, TValue?> get,
    Func<TRecord, TValue, TRecord> set,
    string description) : InventoryKey<TRecord>(name, description)
    where TRecord : class
{
    public override TRecord? Apply(TRecord record, InventoryValue value, string key, InventoryReport report) =>
        kind.TryRead(value, key, report, out var result) ? set(record, result) : null;

    public override string LiteralIn(TRecord record) => get(record) is { } value ? kind.Literal(value) : "$null";
}
