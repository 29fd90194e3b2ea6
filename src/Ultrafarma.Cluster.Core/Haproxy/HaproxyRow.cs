using System.Runtime.CompilerServices;

namespace Ultrafarma.Cluster.Haproxy;

/// <summary>The row that is being read, by HAProxy's column names.</summary>
/// <param name="source">Where it comes from.</param>
/// <param name="columns">Where the columns stand.</param>
/// <param name="csv">The reader that stands on the row.</param>
internal sealed class HaproxyRow(HaproxySource source, HaproxyColumns columns, HaproxyCsv csv)
{
    private readonly string?[] _last = new string?[columns.Count];
    private readonly Range[] _lastAt = new Range[columns.Count];

    /// <summary>Where it comes from.</summary>
    public HaproxySource Source => source;

    /// <summary>Everything that no property asks for.</summary>
    public HaproxyExtraFields Extra => new(columns, csv.Line);

    /// <summary>A number; null when the field is empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public long? Number(HaproxyColumn column) => csv.Number(columns[column]);

    /// <summary>A text; null when the field is empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public string? Text(HaproxyColumn column)
    {
        var position = columns[column];
        var bytes = csv.Span(position);
        if (bytes.IsEmpty)
        {
            return null;
        }

        // Statuses, modes and the like are the same in row after row.
        if (_last[position] is { } last && !csv.At(position).Equals(default) && bytes.SequenceEqual(csv.Span(_lastAt[position])))
        {
            return last;
        }

        _last[position] = csv.Text(position);
        _lastAt[position] = csv.At(position);
        return _last[position];
    }

    /// <summary>A time in seconds; null when it is empty or negative, which stands for never.</summary>
    public TimeSpan? Seconds(HaproxyColumn column) => Time(column, TimeSpan.TicksPerSecond);

    /// <summary>A time in milliseconds.</summary>
    public TimeSpan? Milliseconds(HaproxyColumn column) => Time(column, TimeSpan.TicksPerMillisecond);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private TimeSpan? Time(HaproxyColumn column, long unit) =>
        Number(column) is { } value and >= 0 ? new TimeSpan(Math.Min(value, long.MaxValue / unit) * unit) : null;
}
