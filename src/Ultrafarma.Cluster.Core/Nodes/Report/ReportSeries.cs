using Ultrafarma.Cluster.Haproxy;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>What went through one backend, as a plot shows it. Pure.</summary>
/// <param name="Backend">The backend.</param>
/// <param name="What">What is counted, as in <c>requests</c>.</param>
/// <param name="IsError">True for what should not be.</param>
/// <param name="Steps">The rates of all its servers together, in the order of time.</param>
internal sealed record ReportSeries(string Backend, string What, bool IsError, IReadOnlyList<ReportStep> Steps)
{
    /// <summary>A plot has no room for more steps.</summary>
    public const int MostSteps = 240;

    /// <summary>True when a rate is known.</summary>
    public bool IsKnown => Steps.Any(s => s.Rate is not null);

    /// <summary>True when nothing went through.</summary>
    public bool IsZero => IsKnown && Highest.Rate == 0;

    /// <summary>The first step with the highest rate, of a series that is known.</summary>
    public ReportStep Highest => Steps.Where(s => s.Rate is not null).MaxBy(s => s.Rate)!;

    /// <summary>The mean rate over the time in which it is known.</summary>
    public double Mean
    {
        get
        {
            var known = Steps.Where(s => s.Rate is not null).ToList();
            return known.Sum(s => s.Rate!.Value * (s.To - s.From).TotalSeconds) / known.Sum(s => (s.To - s.From).TotalSeconds);
        }
    }

    /// <summary>The backends' series: requests, or sessions where no requests are counted (tcp), and 5xx responses where they are.</summary>
    public static IReadOnlyList<ReportSeries> Of(IEnumerable<HaproxyTraffic> traffic) =>
    [
        .. traffic.GroupBy(t => t.Backend).SelectMany(backend =>
        {
            var requests = Of(backend.Key, "requests", isError: false, backend, t => t.RequestsPerSecond);
            return new[]
            {
                requests.IsKnown ? requests : Of(backend.Key, "sessions", isError: false, backend, t => t.SessionsPerSecond),
                Of(backend.Key, "5xx responses", isError: true, backend, t => t.Responses5xxPerSecond),
            };
        }),
    ];

    /// <summary>The same with as many steps as a plot has room for: several become one with the highest of their rates, so that no peak is lost.</summary>
    public ReportSeries Coarse()
    {
        var size = (Steps.Count + MostSteps - 1) / MostSteps;
        return size <= 1 ? this : this with { Steps = [.. Steps.Chunk(size).Select(c => new ReportStep(c[0].From, c[^1].To, c.Max(s => s.Rate)))] };
    }

    private static ReportSeries Of(
        string backend, string what, bool isError, IEnumerable<HaproxyTraffic> traffic, Func<HaproxyTraffic, double?> rateOf) => new(
        backend,
        what,
        isError,
        [
            .. traffic.GroupBy(t => t.Time).OrderBy(g => g.Key).Select(g => new ReportStep(
                g.Key - g.First().Interval,
                g.Key,
                g.Any(t => rateOf(t) is not null) ? g.Sum(t => rateOf(t) ?? 0) : null)),
        ]);
}
