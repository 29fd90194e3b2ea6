using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Haproxy.Live;

namespace Ultrafarma.Cluster.Live.Drawing;

/// <summary>The columns of the table, from left to right.</summary>
internal static class TableColumns
{
    private const string Bars = "▁▂▃▄▅▆▇█";

    public static IReadOnlyList<TableColumn> All { get; } =
    [
        new("BACKEND", 4, 8, view => Widest(view, row => row.Server.Backend, 8, 16), (_, row, width) =>
            One(Fit.Tail(Fit.Harmless(row.Server.Backend), width), Look.Plain)) { Sort = LiveSort.Backend },
        new("SERVER", 0, 12, view => Widest(view, row => row.Server.Name, 7, 40), (_, row, width) =>
            One(Fit.Tail(Fit.Harmless(row.Server.Name), width), row.Tone == LiveTone.Maintenance ? Look.Faint : Look.Plain)) { Sort = LiveSort.Name },
        new("STATUS", 1, 7, view => Widest(view, row => row.Status, 7, 20), (_, row, width) =>
            One(Fit.Left(Fit.Harmless(row.Status), width), Look.Of(row.Tone))) { Sort = LiveSort.State },
        new("SESS/MAX", 2, 9, _ => 10, (_, row, width) => Number(
            $"{Brief.Count(row.Server.SessionsCurrent)}/{Brief.Count(row.Server.SessionsMax)}", width, Look.Plain, row.Server.SessionsMax is null or 0))
            { Sort = LiveSort.Sessions, IsRight = true },
        new("QUEUE", 7, 5, _ => 5, (_, row, width) => Number(
            Brief.Count(row.Server.QueueCurrent), width, row.Server.QueueCurrent > 0 ? Look.Question : Look.Plain, row.Server.QueueCurrent is null or 0))
            { IsRight = true },
        new("REQ/S", 3, 6, _ => 6, (_, row, width) => Rate(row.History.Now.Requests, width, Look.Strong)) { Sort = LiveSort.Rate, IsRight = true },
        new("TREND", 6, 8, _ => 50, (view, row, width) => Trend(view, row, width, rate => rate.Requests, Look.Traffic)) { IsGreedy = true },
        new("5XX/S", 5, 6, _ => 6, (_, row, width) => Rate(row.History.Now.Errors, width, Look.Trouble)) { Sort = LiveSort.Errors, IsRight = true },
        new("TREND", 9, 8, _ => 25, (view, row, width) => Trend(view, row, width, rate => rate.Errors, Look.Trouble)) { IsGreedy = true },
        new("CHANGE", 8, 6, _ => 6, (_, row, width) => Number(Brief.Age(row.Server.LastChange), width, Look.Plain, false)) { IsRight = true },
        new("CHECK", 10, 10, view => Widest(view, row => Check(row.Server), 12, 24), (_, row, width) =>
            One(Fit.Left(Fit.Harmless(Check(row.Server)), width), row.Tone == LiveTone.Down ? Look.Of(LiveTone.Down) : Look.Faint)),
    ];

    private static int Widest(LiveView view, Func<LiveRow, string> text, int least, int most) =>
        Math.Min(most, view.Rows.Select(row => Fit.Cells(Fit.Harmless(text(row)))).Append(least).Max());

    private static string Check(HaproxyServer server)
    {
        var code = server.CheckCode is { } known ? string.Create(CultureInfo.InvariantCulture, $"/{known}") : "";
        var time = server.CheckDuration is { } took ? string.Create(CultureInfo.InvariantCulture, $" {took.TotalMilliseconds:0}ms") : "";
        return server.CheckStatus is null ? "-" : server.CheckStatus + code + time;
    }

    private static IEnumerable<Segment> Rate(float rate, int width, Style style) =>
        Number(Brief.Rate(rate), width, style, !float.IsFinite(rate) || rate <= 0);

    private static IEnumerable<Segment> Number(string text, int width, Style style, bool isNothing) =>
        One(Fit.Right(text, width), isNothing ? Look.Faint : style);

    private static IEnumerable<Segment> Trend(LiveView view, LiveRow row, int width, Func<LiveRate, float> choose, Style style) =>
        LiveChart.Levels(row.History, view.Looks, width, choose).Select(level => level switch
        {
            LiveChart.Gap => new Segment(" "),
            0 => new Segment(Bars[..1], Look.Faint),
            _ => new Segment(Bars[level..(level + 1)], style),
        });

    private static IEnumerable<Segment> One(string text, Style style) => [new Segment(text, style)];
}
