using System.Diagnostics.CodeAnalysis;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>What may stand behind a key: how it is read, and how it is written.</summary>
internal abstract class InventoryKind<T>
{
    /// <summary>Reads a value. False means that a problem has been reported.</summary>
    /// <param name="value">The value; never null in the file's sense.</param>
    /// <param name="key">The key, for the report.</param>
    /// <param name="report">Where problems go.</param>
    /// <param name="result">What was read.</param>
    public abstract bool TryRead(InventoryValue value, string key, InventoryReport report, [MaybeNullWhen(false)] out T result);

    /// <summary>The value as it is written in an inventory file.</summary>
    public abstract string Literal(T value);
}
