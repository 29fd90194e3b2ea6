using System.Globalization;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>Times as people type them.</summary>
internal static class Duration
{
    /// <summary>Reads a number of seconds, <c>500ms</c>, <c>90s</c>, <c>15m</c>, <c>1h</c>, or <c>00:01:30</c>.</summary>
    /// <returns>The time, or null when it is none, or negative.</returns>
    public static TimeSpan? Parse(string text)
    {
        text = text.Trim();
        var digits = text.TrimEnd('m', 's', 'h');
        double? unit = text[digits.Length..] switch
        {
            "" or "s" => 1,
            "ms" => 0.001,
            "m" => 60,
            "h" => 3600,
            _ => null,
        };
        var time = unit is { } factor && double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && value * factor < TimeSpan.MaxValue.TotalSeconds
                ? TimeSpan.FromSeconds(value * factor)
                : text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) ? span
                : (TimeSpan?)null;
        return time >= TimeSpan.Zero ? time : null;
    }
}
