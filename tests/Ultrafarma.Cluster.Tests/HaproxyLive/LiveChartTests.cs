using Ultrafarma.Cluster.Haproxy.Live;
using Xunit;

namespace Ultrafarma.Cluster.Tests.HaproxyLive;

/// <summary>How a history becomes a sparkline.</summary>
public sealed class LiveChartTests
{
    private const float NaN = float.NaN;

    [Theory]
    [InlineData("-1 -1 -1 0 7", 0, 5)]
    [InlineData("-1 -1 -1 1 7", 1, 100)]
    [InlineData("-1 -1 -1 4 7", 50, 100)]
    [InlineData("-1 -1 -1 7 0", 5, 0)]
    [InlineData("-1 -1 -1 0 0", 0, 0)]
    [InlineData("-1 -1 -1 -1 4", NaN, 0.5f)]
    [InlineData("-1 -1 -1 7 -1", 3, NaN)]
    public void Levels_are_shares_of_the_highest_and_what_is_unknown_is_a_gap(string expected, float first, float second) =>
        Assert.Equal(expected, Levels(5, 2, first, second));

    [Fact]
    public void A_longer_history_is_condensed_and_keeps_its_looks_together()
    {
        Assert.Equal("-1 7 4 2", Levels(4, 6, 8, 8, 4, 4, 2, 2));
        Assert.Equal("7 4 2 1", Levels(4, 7, 8, 8, 4, 4, 2, 2, 1));
        Assert.Equal("7 4 2 1", Levels(4, 8, 8, 8, 4, 4, 2, 2, 1, 1));
    }

    [Fact]
    public void Bars_stay_as_they_are_until_the_line_moves_on()
    {
        // Each eight looks have a rate of their own, and one of the highest is always in sight.
        var rates = Enumerable.Range(0, 300).Select(i => (float)((i / 8 % 7) + 1)).ToArray();
        var lines = Enumerable.Range(150, 150)
            .Select(looks => string.Join(' ', Levels(20, looks, rates[(looks - 150)..looks]).Split(' ')[2..]))
            .ToList();
        Assert.Equal(19, lines.Zip(lines.Skip(1)).Count(pair => pair.First != pair.Second));
    }

    private static string Levels(int width, int looks, params float[] rates)
    {
        var history = new LiveHistory(Scene.Server("web", "A"), [.. rates.Select(r => new LiveRate(r, 0))]);
        return string.Join(' ', LiveChart.Levels(history, looks, width, r => r.Requests));
    }
}
