using Spectre.Console;
using Spectre.Console.Rendering;
using Ultrafarma.Cluster.Haproxy.Live;

namespace Ultrafarma.Cluster.Live.Drawing;

/// <summary>Draws the table: its head, and the rows that are shown.</summary>
internal static class TableLines
{
    /// <summary>The lines of the table, one more than there are rows in the window.</summary>
    public static IEnumerable<IEnumerable<Segment>> Of(LiveView view, int width)
    {
        var columns = TableLayout.Share(view, width);
        yield return Line(columns.Select(c => Head(view, c.Column, c.Width)), width, Look.Bar);
        var shown = 0;
        foreach (var row in view.Shown)
        {
            var isSelected = view.Top + shown == view.SelectedIndex;
            var cells = columns.Select(c => c.Column.Draw(view, row, c.Width));
            yield return isSelected ? Selected(Line(cells, width, Look.Plain)) : Line(cells, width, Look.Plain);
            shown++;
        }

        for (; shown < view.Height; shown++)
        {
            yield return [new Segment(Empty(view, shown, width))];
        }
    }

    private static string Empty(LiveView view, int line, int width) => Fit.Left(
        line > 0 || view.Rows.Count > 0 ? "" : view.Filter.Length > 0 ? "No server has this in its name or status." : "There are no servers.", width);

    private static IEnumerable<Segment> Head(LiveView view, TableColumn column, int width)
    {
        var isSorted = column.Sort == view.Sort;
        var mark = !isSorted ? "" : view.IsReversed ? "↑" : "↓";
        var title = column.Title + mark;
        return [new Segment(column.IsRight ? Fit.Right(title, width) : Fit.Left(title, width), isSorted ? Look.BarStrong : Look.Bar)];
    }

    private static List<Segment> Line(IEnumerable<IEnumerable<Segment>> cells, int width, Style between)
    {
        var line = new List<Segment>();
        foreach (var cell in cells)
        {
            if (line.Count > 0)
            {
                line.Add(new Segment(" ", between));
            }

            line.AddRange(cell);
        }

        line.Add(new Segment(new string(' ', Math.Max(0, width - Segment.CellCount(line))), between));
        return line;
    }

    private static IEnumerable<Segment> Selected(IEnumerable<Segment> line) =>
        line.Select(s => new Segment(s.Text, new Style(s.Style.Foreground, s.Style.Background, (s.Style.Decoration & ~Decoration.Dim) | Decoration.Invert)));
}
