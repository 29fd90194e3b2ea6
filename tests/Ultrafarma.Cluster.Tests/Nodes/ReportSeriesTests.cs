using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Nodes;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Nodes;

/// <summary>What a plot makes of measurements.</summary>
public sealed partial class ReportSeriesTests
{
    [Fact]
    public void The_servers_of_a_backend_are_added_up()
    {
        var series = ReportSeries.Of([Traffic(0, 10, 1), Traffic(0, 5, null, "b"), Traffic(1, 20, 0), Traffic(1, null, 0, "b")]);
        Assert.Equal(["requests", "5xx responses"], series.Select(s => s.What));
        Assert.Equal([15, 20], series[0].Steps.Select(s => s.Rate!.Value));
        Assert.Equal([1, 0], series[1].Steps.Select(s => s.Rate!.Value));
        Assert.Equal((17.5, 20, false), (series[0].Mean, series[0].Highest.Rate!.Value, series[0].IsZero));
        Assert.Equal((ClusterScene.Now, ClusterScene.Now.AddSeconds(1)), (series[0].Steps[0].From, series[0].Steps[0].To));
    }

    [Fact]
    public void A_backend_without_requests_shows_its_sessions()
    {
        var series = ReportSeries.Of([Traffic(0, null, null, sessions: 7)]);
        Assert.Equal(("sessions", 7), (series[0].What, series[0].Steps[0].Rate!.Value));
        Assert.False(series[1].IsKnown);
    }

    [Fact]
    public void Many_steps_become_few_and_no_peak_is_lost()
    {
        var series = ReportSeries.Of(Enumerable.Range(0, 1000).Select(i => Traffic(i, i == 777 ? 5000 : 1, 0)))[0].Coarse();
        Assert.InRange(series.Steps.Count, 2, ReportSeries.MostSteps);
        Assert.Equal(5000, series.Highest.Rate);
        Assert.Equal(ClusterScene.Now.AddSeconds(1000), series.Steps[^1].To);
    }

    [Theory]
    [InlineData("0,0,0", "0 1", 0, 0)]
    [InlineData("7,7,7", "0 2 4 6 8", 7, 7)]
    [InlineData("1,1,900", "0 500 1,000", 1, 900)]
    [InlineData("12", "0 5 10 15", 12, 12)]
    [InlineData("0.00001", "0 0.000005 0.00001", 0.00001, 0.00001)]
    public void A_plot_stands_in_its_frame_whatever_was_measured(string rates, string marks, double first, double last)
    {
        var plot = Draw([.. rates.Split(',').Select(r => (double?)double.Parse(r, CultureInfo.InvariantCulture))]);
        Assert.Equal(marks, string.Join(' ', plot.Texts("y")));
        Assert.NotEmpty(plot.Texts("x").Concat(plot.Texts("last")));
        var ys = Assert.Single(plot.Lines).Select(p => p.Y).ToList();
        var top = double.Parse(marks.Split(' ')[^1], CultureInfo.InvariantCulture);
        Assert.Equal(196 - (162 * first / top), ys[0], 0.1);
        Assert.Equal(196 - (162 * last / top), ys[^1], 0.1);
        Assert.Equal((78, 590), (plot.Lines[0][0].X, plot.Lines[0][^1].X));
        Assert.All(plot.Lines[0], p => Assert.True(p is { X: >= 78 and <= 590, Y: >= 34 and <= 196 }));
    }

    [Fact]
    public void What_is_not_known_is_a_gap_and_no_zero()
    {
        var plot = Draw([5, 6, null, 7]);
        Assert.Equal(2, plot.Lines.Count);
        Assert.Equal((334, 462), (plot.Lines[0][^1].X, plot.Lines[1][0].X));
        Assert.Contains("not known for 1 of 4 intervals", plot.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plot_says_what_it_shows_to_who_cannot_see_it()
    {
        var plot = Draw([5, 6]);
        var svg = plot.Svg;
        Assert.Equal("img", svg.Attribute("role")!.Value);
        Assert.Equal(
            ["web: requests a second", "From 09:00:00 to 09:00:02. Mean 5.5, highest 6 at 09:00:02."],
            svg.Attribute("aria-labelledby")!.Value.Split(' ').Select(id => svg.Elements().Single(e => e.Attribute("id")?.Value == id).Value));
        Assert.Contains("requests/s", plot.Text, StringComparison.Ordinal);
    }

    private static Plot Draw(double?[] rates)
    {
        var html = new ReportHtml();
        ReportChart.Draw(
            html,
            ReportSeries.Of(rates.Select((r, i) => Traffic(i, r, 0, sessions: null)))[0],
            TimeZoneInfo.CreateCustomTimeZone("there", TimeSpan.FromHours(-3), "there", "there"),
            "c1");
        return new Plot(XElement.Parse(html.ToString().Replace("<br>", "", StringComparison.Ordinal)));
    }

    private static HaproxyTraffic Traffic(double second, double? requests, double? errors, string server = "a", double? sessions = 1) =>
        ReportScene.Traffic("web", server, second, requests, errors, sessions);

    private sealed partial class Plot(XElement figure)
    {
        public XElement Svg { get; } = figure.Elements("svg").Single();

        public string Text => figure.Value;

        public IReadOnlyList<IReadOnlyList<(double X, double Y)>> Lines =>
            [.. Svg.Elements("path").Where(p => p.Attribute("class")!.Value.StartsWith("line", StringComparison.Ordinal)).Select(p => Points(p.Attribute("d")!.Value))];

        public IEnumerable<string> Texts(string kind) => Svg.Elements("text").Where(t => t.Attribute("class")?.Value == kind).Select(t => t.Value);

        private static List<(double X, double Y)> Points(string path)
        {
            var (x, y, points) = (0d, 0d, new List<(double, double)>());
            foreach (Match step in Command().Matches(path))
            {
                var numbers = step.Groups[2].Value.Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToList();
                (x, y) = step.Groups[1].Value switch { "M" => (numbers[0], numbers[1]), "H" => (numbers[0], y), _ => (x, numbers[0]) };
                points.Add((x, y));
            }

            return points;
        }

        [GeneratedRegex("([MHV])([0-9. ]+)")]
        private static partial Regex Command();
    }
}
