namespace Ultrafarma.Cluster.Haproxy.Live;

/// <summary>Fits a history into the cells of a sparkline.</summary>
internal static class LiveChart
{
    /// <summary>The cell of which nothing is known.</summary>
    public const int Gap = -1;

    /// <summary>The highest level of a cell; 0 is a rate of zero.</summary>
    public const int Top = 7;

    /// <summary>
    /// The levels of the cells, the newest last. Every cell stands for the same number of looks, and a look stays in its
    /// cell until the whole line moves on: bars do not flicker. The line begins with a look a cell and is condensed as the
    /// history grows.
    /// </summary>
    /// <param name="history">The server's history.</param>
    /// <param name="looks">How many looks there were in all.</param>
    /// <param name="width">How many cells there are.</param>
    /// <param name="choose">Which rate to draw.</param>
    public static IReadOnlyList<int> Levels(LiveHistory history, int looks, int width, Func<LiveRate, float> choose)
    {
        var rates = history.Rates;
        var perCell = 1;
        while (width * perCell < rates.Length)
        {
            perCell *= 2;
        }

        var newest = (looks - 1) / perCell;
        var (sums, counts) = (new double[width], new int[width]);
        for (var i = 0; i < rates.Length; i++)
        {
            var cell = width - 1 - newest + ((looks - rates.Length + i) / perCell);
            var rate = choose(rates[i]);
            if (cell >= 0 && float.IsFinite(rate))
            {
                sums[cell] += rate;
                counts[cell]++;
            }
        }

        var means = sums.Select((sum, cell) => counts[cell] == 0 ? double.NaN : sum / counts[cell]).ToList();

        // A single request is no peak: below one a second the line stays low.
        var highest = means.Where(double.IsFinite).Append(1).Max();
        return [.. means.Select(mean => Level(mean, highest))];
    }

    private static int Level(double mean, double highest) =>
        double.IsNaN(mean) ? Gap : mean <= 0 ? 0 : Math.Clamp((int)Math.Ceiling(Top * mean / highest), 1, Top);
}
