using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using Ultrafarma.Cluster.Haproxy.Live;

namespace Ultrafarma.Cluster.Live.Drawing;

/// <summary>Draws the view into a window of any size: two lines above the table, two below.</summary>
internal static class ViewPainter
{
    /// <summary>The narrowest window that something can be read in.</summary>
    public const int LeastWidth = 40;

    /// <summary>The lowest window that something can be read in.</summary>
    public const int LeastHeight = 8;

    // The two lines above, the table's head, and the two lines below.
    private const int Around = 5;

    private static readonly (string Key, string Meaning)[] Keys =
        [("q", "quit"), ("?", "help"), ("d", "drain"), ("m", "maint"), ("r", "ready"), ("s", "sort"), ("/", "filter"), ("i", "reverse"), ("Space", "look now")];

    /// <summary>How many rows of the table a window of this height has room for.</summary>
    public static int Rows(int height) => Math.Max(1, height - Around);

    /// <summary>Draws the whole window. Every line is as wide as the window, so that it overwrites what was there.</summary>
    /// <param name="console">Where to; its profile tells the size.</param>
    /// <param name="view">What is shown.</param>
    public static void Paint(IAnsiConsole console, LiveView view)
    {
        var (width, height) = (console.Profile.Width, console.Profile.Height);
        console.Write(new Frame([.. Lines(view, width, height).Take(height)]));
    }

    private static IEnumerable<IEnumerable<Segment>> Lines(LiveView view, int width, int height)
    {
        if (width < LeastWidth || height < LeastHeight)
        {
            return TooSmall(width, height);
        }

        return
        [
            Spread(Name(view), Time(view), width),
            Totals(view.Totals, width),
            .. view.Mode == LiveMode.Help
                ? HelpLines.Of(view.HelpTop, width, height - Around + 1)
                : TableLines.Of(view, width),
            Below(view, width),
            KeyLine(view, width),
        ];
    }

    private static string Name(LiveView view) =>
        $" HAProxy{(view.Version is null ? "" : " " + view.Version)} at {Fit.Harmless(view.Balancer)}{(view.OnlyShows ? "  (what if)" : "")}";

    private static string Time(LiveView view) =>
        string.Create(CultureInfo.InvariantCulture, $"every {view.Interval.TotalSeconds:0.#} s  {view.Snapshot.Time.ToLocalTime():HH:mm:ss} ");

    private static IEnumerable<Segment> Spread(string left, string right, int width)
    {
        var room = width - Fit.Cells(right) - 1;
        return room < LeastWidth / 2
            ? [new Segment(Fit.Left(left, width), Look.Strong)]
            : [new Segment(Fit.Left(left, room) + " ", Look.Strong), new Segment(right)];
    }

    private static IEnumerable<Segment> Totals(LiveTotals totals, int width)
    {
        var parts = new List<Segment>
        {
            new(Text($" {totals.Serving} of {totals.Servers} serve"), totals.Serving == totals.Servers ? Look.Of(LiveTone.Good) : Look.Strong),
        };
        Add(totals.Down, "down", Look.Of(LiveTone.Down));
        Add(totals.Draining, "drain", Look.Of(LiveTone.Drain));
        Add(totals.InMaintenance, "maint", Look.Faint);
        parts.Add(new(Text($"   {Brief.Count(totals.Sessions)} {(totals.Sessions == 1 ? "session" : "sessions")}   {Brief.Rate(totals.Requests)} req/s   ")));
        parts.Add(new(Text($"{Brief.Rate(totals.Errors)} 5xx/s"), totals.Errors > 0 ? Look.Trouble : Look.Plain));
        return Crop(parts, width);

        void Add(int count, string what, Style style)
        {
            if (count > 0)
            {
                parts.Add(new(", "));
                parts.Add(new(Text($"{count} {what}"), style));
            }
        }
    }

    private static IEnumerable<Segment> Below(LiveView view, int width)
    {
        var (text, style) = view switch
        {
            { Mode: LiveMode.Filter } => ($"Filter: {Fit.Harmless(view.Filter)}_   (Enter keeps it, Esc clears it)", Look.Question),
            { Question: { } question } => ($"{Fit.Harmless(question.Text)}{(question.Typed is { } typed ? $" {Fit.Harmless(typed)}_" : "")}", Look.Question),
            { Message: { } message } => (Fit.Harmless(message.Text), message.IsError ? Look.Trouble : Look.Strong),
            { Filter.Length: > 0 } => ($"Filter: {Fit.Harmless(view.Filter)}   (Esc clears it)", Look.Plain),
            _ => ("", Look.Plain),
        };
        var range = view.Rows.Count > view.Height || view.Rows.Count < view.Totals.Servers
            ? Text($" {view.Top + Math.Min(1, view.Rows.Count)}-{Math.Min(view.Rows.Count, view.Top + view.Height)} of {view.Rows.Count} ")
            : "";

        // A question must be read to its end; the range only helps.
        var isQuestion = view.Question is not null;
        var room = isQuestion || width - Fit.Cells(range) < LeastWidth / 2 ? width : width - Fit.Cells(range);
        var line = isQuestion && Fit.Cells(text) + 1 > width ? Fit.Tail(text, width) : Fit.Left(" " + text, room);
        return room == width ? [new Segment(line, style)] : [new Segment(line, style), new Segment(range, Look.Faint)];
    }

    private static IEnumerable<Segment> KeyLine(LiveView view, int width)
    {
        var line = new List<Segment>();
        var left = width;
        foreach (var (key, meaning) in view.Mode == LiveMode.Help ? [("Any key", "back"), ("↑ ↓", "scroll")] : Keys)
        {
            var text = $" {meaning} ";
            left -= Fit.Cells(key) + Fit.Cells(text) + 1;
            if (left < 0)
            {
                break;
            }

            line.AddRange([new Segment(" "), new Segment(key, Look.BarStrong), new Segment(text)]);
        }

        return Crop(line, width);
    }

    // Spectre's own way to cut a line leaves out whole pieces, and the line too short to overwrite what was there.
    private static IEnumerable<Segment> Crop(List<Segment> line, int width)
    {
        foreach (var segment in line)
        {
            var text = segment.CellCount() <= width ? segment.Text : Fit.Left(segment.Text, width);
            width -= Fit.Cells(text);
            yield return new Segment(text, segment.Style);
            if (width == 0)
            {
                yield break;
            }
        }

        yield return new Segment(new string(' ', width));
    }

    private static IEnumerable<IEnumerable<Segment>> TooSmall(int width, int height)
    {
        var words = Text($"The window is {width}x{height}. At least {LeastWidth}x{LeastHeight} is needed: make it larger, or q to leave.").Split(' ');
        var lines = new List<string> { "" };
        foreach (var word in words)
        {
            var longer = lines[^1].Length == 0 ? word : $"{lines[^1]} {word}";
            if (longer.Length <= width || lines[^1].Length == 0)
            {
                lines[^1] = longer;
            }
            else
            {
                lines.Add(word);
            }
        }

        return lines.Concat(Enumerable.Repeat("", Math.Max(0, height - lines.Count)))
            .Select(line => (IEnumerable<Segment>)[new Segment(Fit.Left(line, width))]);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
