using Ultrafarma.Cluster.Haproxy.Live;

namespace Ultrafarma.Cluster.Live.Drawing;

/// <summary>Shares a window's width among the columns.</summary>
internal static class TableLayout
{
    private const int Gap = 1;
    private const int LastThatMatters = 5;

    /// <summary>The columns that there is room for, and their widths. With one blank between them they fit into the width.</summary>
    /// <param name="view">What is shown.</param>
    /// <param name="width">The cells of a line.</param>
    public static IReadOnlyList<(TableColumn Column, int Width)> Share(LiveView view, int width)
    {
        var chosen = new List<TableColumn>();
        var left = width + Gap;
        var names = 0;
        foreach (var column in TableColumns.All.OrderBy(c => c.Rank))
        {
            // Names are read to their end before there is anything that is only nice to have.
            if (column.Least + Gap + (column.Rank > LastThatMatters ? names : 0) > left && chosen.Count > 0)
            {
                break;
            }

            chosen.Add(column);
            left -= column.Least + Gap;
            names += column.Rank > LastThatMatters ? 0 : Math.Max(0, column.Wanted(view) - column.Least);
        }

        var widths = chosen.ToDictionary(c => c, c => c.Least);
        foreach (var column in chosen.Where(c => !c.IsGreedy).OrderBy(c => c.Rank))
        {
            var more = Math.Clamp(column.Wanted(view) - column.Least, 0, Math.Max(0, left));
            widths[column] += more;
            left -= more;
        }

        // Two cells for the first, one for the second, as long as there are any.
        var greedy = chosen.Where(c => c.IsGreedy).OrderBy(c => c.Rank).ToList();
        for (var turn = 0; left > 0 && greedy.Exists(c => widths[c] < c.Wanted(view)); turn++)
        {
            var column = greedy[turn % 3 == 2 ? greedy.Count - 1 : 0];
            if (widths[column] < column.Wanted(view))
            {
                widths[column]++;
                left--;
            }
        }

        return [.. TableColumns.All.Where(widths.ContainsKey).Select(c => (c, widths[c]))];
    }
}
