using System.Diagnostics.CodeAnalysis;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>One line of text that obeys a rule.</summary>
/// <param name="rule">Gives what is wrong with a text, or null.</param>
/// <param name="convert">Makes the value from the text and the inventory's path.</param>
internal sealed class InventoryTextKind(Func<string, string?>? rule = null, Func<string, string, string>? convert = null)
    : InventoryKind<string>
{
    public override bool TryRead(InventoryValue value, string key, InventoryReport report, [MaybeNullWhen(false)] out string result)
    {
        result = null;
        if (value is InventoryNonData)
        {
            return false;
        }

        if (value is not InventoryScalar { Value: string text })
        {
            report.Error(value, key, "must be text in single quotes.");
            return false;
        }

        var problem = string.IsNullOrWhiteSpace(text) ? "must not be empty."
            : text.Any(char.IsControl) ? "must not contain control characters."
            : rule?.Invoke(text);
        if (problem is not null)
        {
            report.Error(value, key, problem);
            return false;
        }

        result = convert is null ? text : convert(text, report.File);
        return true;
    }

    public override string Literal(string value) => InventoryLiteral.Quote(value);
}
