using System.Globalization;
using Ultrafarma.Cluster.Nodes;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Nodes;

/// <summary>The marks on a plot's axes.</summary>
public sealed class ReportScaleTests
{
    [Theory]
    [InlineData(0, "0 1")]
    [InlineData(double.NaN, "0 1")]
    [InlineData(1, "0 0.5 1")]
    [InlineData(1.5, "0 0.5 1 1.5")]
    [InlineData(4, "0 1 2 3 4")]
    [InlineData(4.1, "0 2 4 6")]
    [InlineData(1240, "0 500 1000 1500")]
    [InlineData(0.3, "0 0.1 0.2 0.3")]
    [InlineData(0.00001, "0 0.000005 0.00001")]
    [InlineData(1e-300, "0 0.000005")]
    [InlineData(987654, "0 500000 1000000")]
    public void Marks_are_round_and_reach_the_highest_rate(double highest, string expected) => Assert.Equal(
        expected, string.Join(' ', ReportScale.Marks(highest).Select(m => m.ToString("0.#########", CultureInfo.InvariantCulture))));

    [Fact]
    public void Every_rate_lies_between_the_first_and_the_last_of_few_marks() => Assert.All(
        Enumerable.Range(-40, 100).Select(i => 1.37 * Math.Pow(1.7, i)),
        rate =>
        {
            var marks = ReportScale.Marks(rate);
            Assert.InRange(marks.Count, 2, 6);
            Assert.True(marks[^1] >= rate * 0.999999, $"{rate}");
        });

    [Theory]
    [InlineData("12:00:00", 10, "12:00:00 12:00:02 12:00:04 12:00:06 12:00:08 12:00:10")]
    [InlineData("12:00:03", 60, "12:00:15 12:00:30 12:00:45 12:01:00")]
    [InlineData("23:58:00", 240, "23:58 23:59 00:00 00:01 00:02")]
    [InlineData("12:00:00", 0.5, "12:00:00.00 12:00:00.10 12:00:00.20 12:00:00.30 12:00:00.40 12:00:00.50")]
    [InlineData("07:30:00", 86400, "12:00 18:00 00:00 06:00")]
    public void Times_are_round(string from, double seconds, string expected)
    {
        var start = new DateTimeOffset(2026, 11, 25, 0, 0, 0, TimeSpan.FromHours(-3)) + TimeSpan.Parse(from, CultureInfo.InvariantCulture);
        var (marks, format) = ReportScale.Times(start, start.AddSeconds(seconds));
        Assert.Equal(expected, string.Join(' ', marks.Select(m => m.ToString(format, CultureInfo.InvariantCulture))));
    }

    [Fact]
    public void Every_span_up_to_a_day_has_a_time() => Assert.All(
        Enumerable.Range(0, 60).Select(i => 0.1 * Math.Pow(1.26, i)).Where(s => s < 86400),
        seconds => Assert.InRange(ReportScale.Times(ClusterScene.Now.AddSeconds(0.37), ClusterScene.Now.AddSeconds(0.37 + seconds)).Marks.Count, 1, 6));
}
