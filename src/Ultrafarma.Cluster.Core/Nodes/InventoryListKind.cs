using System.Diagnostics.CodeAnalysis;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>An array. One element without an array around it is an array of one, as everywhere in PowerShell.</summary>
internal sealed class InventoryListKind<T>(InventoryKind<T> item) : InventoryKind<IReadOnlyList<T>>
{
    public override bool TryRead(
        InventoryValue value, string key, InventoryReport report, [MaybeNullWhen(false)] out IReadOnlyList<T> result)
    {
        var items = value is InventoryList list ? list.Items : [value];
        var read = new List<T>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            if (item.TryRead(items[i], value is InventoryList ? $"{key}[{i}]" : key, report, out var one))
            {
                read.Add(one);
            }
        }

        result = read;
        return read.Count == items.Count;
    }

    public override string Literal(IReadOnlyList<T> value) => "@(" + string.Join(", ", value.Select(item.Literal)) + ")";
}
