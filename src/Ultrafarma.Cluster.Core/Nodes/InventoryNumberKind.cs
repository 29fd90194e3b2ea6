using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>A number within bounds.</summary>
internal sealed class InventoryNumberKind<T>(T minimum, T maximum, string what) : InventoryKind<T>
    where T : INumber<T>
{
    public override bool TryRead(InventoryValue value, string key, InventoryReport report, [MaybeNullWhen(false)] out T result)
    {
        result = default;
        if (value is InventoryNonData)
        {
            return false;
        }

        if (value is not InventoryScalar { Value: double number })
        {
            report.Error(value, key, $"must be {Rule}, without quotes.");
            return false;
        }

        // An int has no fractions: 22.5 is no port.
        result = T.CreateSaturating(number);
        if (double.IsNaN(number) || result < minimum || result > maximum || double.CreateChecked(result) != number)
        {
            report.Error(value, key, string.Create(CultureInfo.InvariantCulture, $"must be {Rule}, not {number}."));
            return false;
        }

        return true;
    }

    public override string Literal(T value) => value.ToString(null, CultureInfo.InvariantCulture);

    private string Rule => string.Create(CultureInfo.InvariantCulture, $"{what} from {minimum} to {maximum}");
}
