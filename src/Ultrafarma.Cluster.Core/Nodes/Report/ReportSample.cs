namespace Ultrafarma.Cluster.Nodes;

/// <summary>How long a balancer's traffic is measured, and how often it is looked at.</summary>
/// <param name="Duration">How long; zero for not at all.</param>
/// <param name="Interval">The time between two looks.</param>
internal sealed record ReportSample(TimeSpan Duration, TimeSpan Interval)
{
    /// <summary>More intervals than this are not kept: a plot shows no more, and each holds a record a server.</summary>
    public const int MostIntervals = 3600;

    /// <summary>How many intervals that makes.</summary>
    public int Count => Duration == TimeSpan.Zero ? 0 : (int)Math.Max(1, Math.Round(Math.Min(Duration / Interval, int.MaxValue)));
}
