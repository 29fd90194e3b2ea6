using System.Diagnostics.CodeAnalysis;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>One of the names of an enumeration.</summary>
internal sealed class InventoryChoiceKind<T> : InventoryKind<T>
    where T : struct, Enum
{
    private static readonly string[] Names = Enum.GetNames<T>();

    public override bool TryRead(InventoryValue value, string key, InventoryReport report, [MaybeNullWhen(false)] out T result)
    {
        result = default;
        if (value is InventoryNonData)
        {
            return false;
        }

        if (value is InventoryScalar { Value: string text } && Names.Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            result = Enum.Parse<T>(text, ignoreCase: true);
            return true;
        }

        report.Error(value, key, $"must be one of {string.Join(", ", Names.Select(InventoryLiteral.Quote))}.");
        return false;
    }

    public override string Literal(T value) => InventoryLiteral.Quote(value.ToString());
}
