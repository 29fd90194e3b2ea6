using System.Globalization;

namespace Ultrafarma.Cluster.Live.Drawing;

/// <summary>Numbers and times in a few cells.</summary>
internal static class Brief
{
    private const string Unknown = "-";

    /// <summary>A count, as in 12, 4810, 23k, 1.2M.</summary>
    public static string Count(long? count) => count is { } known ? Short(known) : Unknown;

    /// <summary>A rate, as in 0, 0.4, 310, 12k.</summary>
    public static string Rate(float rate) =>
        !float.IsFinite(rate) ? Unknown
        : rate <= 0 ? "0"
        : rate < 9.95 ? rate.ToString("0.0", CultureInfo.InvariantCulture)
        : Short(rate);

    /// <summary>A time, as in 45s, 12m, 3h12m, 4d3h.</summary>
    public static string Age(TimeSpan? age) => age is not { } time ? Unknown
        : time.TotalMinutes < 1 ? Text($"{time.Seconds}s")
        : time.TotalHours < 1 ? Text($"{time.Minutes}m")
        : time.TotalDays < 1 ? Text($"{time.Hours}h{time.Minutes}m")
        : time.TotalDays < 100 ? Text($"{time.Days}d{time.Hours}h")
        : Text($"{time.Days}d");

    private static string Short(double number) => number switch
    {
        < 9999.5 => number.ToString("0", CultureInfo.InvariantCulture),
        < 999_500 => Text($"{number / 1e3:0}k"),
        < 99_950_000 => Text($"{number / 1e6:0.0}M"),
        < 999_500_000 => Text($"{number / 1e6:0}M"),
        _ => Text($"{number / 1e9:0.0}G"),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
