using System.Diagnostics.CodeAnalysis;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>A value type that a record may be without.</summary>
internal sealed class InventoryOptionalKind<T>(InventoryKind<T> inner) : InventoryKind<T?>
    where T : struct
{
    public override bool TryRead(InventoryValue value, string key, InventoryReport report, [MaybeNullWhen(false)] out T? result)
    {
        var good = inner.TryRead(value, key, report, out var read);
        result = good ? read : null;
        return good;
    }

    public override string Literal(T? value) => value is { } given ? inner.Literal(given) : "$null";
}
