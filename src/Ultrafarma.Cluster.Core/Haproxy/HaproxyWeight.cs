using System.Globalization;

namespace Ultrafarma.Cluster.Haproxy;

/// <summary>A weight as HAProxy takes it: a number from 0 to 256, or a percentage of the weight in the configuration.</summary>
/// <param name="Value">The number, or the percentage.</param>
/// <param name="IsPercent">True for a percentage.</param>
public sealed record HaproxyWeight(int Value, bool IsPercent)
{
    private const int Most = 256;
    private const int MostPercent = Most * 100;

    /// <summary>Reads <c>128</c> or <c>50%</c>.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    public static HaproxyWeight Parse(string text)
    {
        var isPercent = text.EndsWith('%');
        var digits = isPercent ? text[..^1] : text;
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= (isPercent ? MostPercent : Most)
            ? new HaproxyWeight(value, isPercent)
            : throw new FormatException($"'{text}' is no weight: give a number from 0 to 256, or a percentage of the configured weight such as 50%.");
    }

    /// <summary>The weight that a server gets by it, as HAProxy rounds; null when the configured one is not known.</summary>
    /// <param name="initialWeight">The weight of the configuration.</param>
    public long? Effective(long? initialWeight) =>
        IsPercent ? initialWeight is { } initial ? Math.Min(Most, initial * Value / 100) : null : Value;

    /// <summary>The weight as HAProxy is told it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value}{(IsPercent ? "%" : "")}");
}
