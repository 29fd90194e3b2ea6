namespace Ultrafarma.Cluster.Nodes;

/// <summary>The axes of a plot: where their marks stand. Pure.</summary>
internal static class ReportScale
{
    // The last ones belong to the longest measurement, a day.
    private static readonly double[] TimeSteps =
        [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600];

    /// <summary>Round marks from 0 to the first one that is not below the highest value; two at least.</summary>
    public static IReadOnlyList<double> Marks(double highest)
    {
        if (!(highest > 0))
        {
            return [0, 1];
        }

        // Nothing that is measured is smaller: one request in a day is 0.00001 a second.
        var rough = Math.Max(highest, 0.00001) / 4;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = power * ((rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 });
        var count = Math.Max(1, (int)Math.Ceiling((highest / step) - 1e-9));
        return [.. Enumerable.Range(0, count + 1).Select(i => Math.Round(i * step, 9))];
    }

    /// <summary>Round times between two, some five, and how they are written.</summary>
    /// <param name="from">The beginning, in the zone in which it is told.</param>
    /// <param name="to">The end, in the same zone.</param>
    public static (IReadOnlyList<DateTimeOffset> Marks, string Format) Times(DateTimeOffset from, DateTimeOffset to)
    {
        var span = (to - from).TotalSeconds;
        var step = TimeSpan.FromSeconds(TimeSteps.FirstOrDefault(s => span / s <= 5.5, TimeSteps[^1]));
        var midnight = from - from.TimeOfDay;
        var marks = new List<DateTimeOffset>();
        for (var time = midnight + (step * Math.Ceiling(from.TimeOfDay / step)); time <= to; time += step)
        {
            marks.Add(time);
        }

        return (marks, step.TotalSeconds switch { < 1 => "HH:mm:ss.ff", < 60 => "HH:mm:ss", _ => "HH:mm" });
    }
}
