using Spectre.Console;
using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Haproxy.Live;
using Ultrafarma.Cluster.Live.Drawing;
using Xunit;

namespace Ultrafarma.Cluster.Tests.HaproxyLive;

/// <summary>What is drawn, at all sizes and with all names.</summary>
public sealed class ViewPainterTests
{
    private static readonly string[] Everything =
        ["BACKEND", "SERVER", "STATUS", "SESS/MAX", "QUEUE", "REQ/S", "TREND", "5XX/S", "TREND", "CHANGE", "CHECK"];

    public static TheoryData<int, int> Sizes()
    {
        var sizes = new TheoryData<int, int>();
        foreach (var width in new[] { 1, 7, 39, 40, 41, 52, 60, 80, 100, 120, 200, 500 })
        {
            foreach (var height in new[] { 1, 3, 7, 8, 9, 24, 50 })
            {
                sizes.Add(width, height);
            }
        }

        return sizes;
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Every_line_is_as_wide_as_the_window_and_there_are_as_many(int width, int height)
    {
        foreach (var keys in new[] { "", "?", "/app", "d", "Gdy", "5", "/zzz<Enter>" })
        {
            var lines = Lines(Scene.Press(Busy(height), keys).View, width, height);
            Assert.Equal(height, lines.Length);
            Assert.All(lines, line => Assert.Equal(width, Fit.Cells(line)));
        }
    }

    [Theory]
    [InlineData(40, 8)]
    [InlineData(80, 24)]
    [InlineData(120, 10)]
    public void The_least_size_shows_what_matters(int width, int height)
    {
        var lines = Lines(Busy(height), width, height);
        Assert.Contains("HAProxy 2.6.12", lines[0], StringComparison.Ordinal);
        Assert.Contains("3 of 6 serve, 1 down", lines[1], StringComparison.Ordinal);
        Assert.Contains("APP01", lines[3], StringComparison.Ordinal);
        Assert.Contains("UP", lines[3], StringComparison.Ordinal);
        Assert.Contains("12/12", lines[3], StringComparison.Ordinal);
        Assert.Contains("REQ/S", lines[2], StringComparison.Ordinal);
        Assert.StartsWith(" q quit ", lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(39, 24)]
    [InlineData(120, 7)]
    public void A_window_that_is_too_small_says_so(int width, int height)
    {
        var text = string.Join(' ', Lines(Busy(height), width, height).Select(l => l.Trim()));
        Assert.StartsWith($"The window is {width}x{height}. At least 40x8 is needed", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wide_window_shows_every_column_and_a_narrow_one_the_most_telling()
    {
        Assert.Equal(Everything, Titles(Busy(20), 120));
        Assert.Equal(["SERVER", "STATUS", "SESS/MAX", "REQ/S"], Titles(Busy(20), 40));
        var before = 0;
        for (var width = 40; width <= 140; width++)
        {
            var titles = Titles(Busy(20), width);
            Assert.True(titles.Length >= before, $"At {width} there are fewer columns than at {width - 1}.");
            before = titles.Length;
        }

        Assert.Equal(Everything.Length, before);
    }

    [Fact]
    public void The_sparkline_and_the_rates_tell_the_same()
    {
        var line = Lines(Busy(20), 120, 20).First(l => l.Contains("APP01", StringComparison.Ordinal));
        Assert.Matches("APP01 +UP +12/12 +0 +40 +▁▂▃▄▅▆▇█ +0.5 .*▁▁▁▁▁▁▁▅ +3h12m L7OK/200 2ms", line);
    }

    [Theory]
    [InlineData("UP", "32")]
    [InlineData("UP 1/3", "93")]
    [InlineData("DOWN", "1;91")]
    [InlineData("DRAIN", "96")]
    [InlineData("MAINT", "2")]
    public void States_have_their_colours(string status, string colour)
    {
        var view = Scene.View(Scene.Snapshot(Scene.Server("web", "A"), Scene.Server("web", "B", status)));
        Assert.Contains($"\e[{colour}m{status} ", Draw(view, 100, 10, ColorSystemSupport.Standard), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_colours_the_selection_and_the_states_can_still_be_read()
    {
        var text = Draw(Busy(20), 100, 20, ColorSystemSupport.NoColors);
        Assert.DoesNotMatch("\e\\[[0-9;]*(3[0-7]|9[0-7]|4[0-7]|38)m", text);
        Assert.Contains("\e[7m", text, StringComparison.Ordinal);
        Assert.Contains("DOWN", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\u001b[31mred\u001b[0m", @"\x1b[31mred\x1b[0m")]
    [InlineData("a\r\nb", @"a\r\nb")]
    [InlineData("[red]bold[/]", "[red]bold[/]")]
    [InlineData("[[x]]", "[[x]]")]
    [InlineData("ab\u202ecd", @"ab\u202ecd")]
    [InlineData("bell\a", @"bell\x07")]
    [InlineData("\u009b2J", @"\x9b2J")]
    public void Names_cannot_steer_the_terminal(string name, string shown)
    {
        var hostile = Scene.Server(name, name, name) with { CheckStatus = name };
        var view = Scene.Press(Scene.View(Scene.Snapshot(hostile, Scene.Server("web", "A"))), $"/{name.Replace("<", "", StringComparison.Ordinal)}").View;
        foreach (var drawn in new[] { view, Scene.Press(view, "<Enter>dy").View, Scene.Press(view, "<Enter>m").View, view.Missed(name) })
        {
            var text = Draw(drawn, 200, 10, ColorSystemSupport.NoColors);
            Assert.Contains(shown, text, StringComparison.Ordinal);
            Assert.DoesNotContain(Strip(text).Replace("\n", "", StringComparison.Ordinal), c => char.IsControl(c) || c == '\u202e');
            Assert.All(Strip(text).Split('\n'), line => Assert.Equal(200, Fit.Cells(line)));
        }
    }

    [Theory]
    [InlineData("服务器一号")]
    [InlineData("šervér-ñ")]
    [InlineData("e\u0301e\u0301e\u0301")]
    [InlineData("🚀🚀🚀🚀🚀🚀🚀🚀🚀")]
    [InlineData("")]
    public void Wide_characters_do_not_push_columns_out_of_line(string name)
    {
        foreach (var width in new[] { 40, 43, 61, 120 })
        {
            var lines = Lines(Scene.View(Scene.Snapshot(Scene.Server(name, name), Scene.Server("web", new string('x', 90)))), width, 10);
            Assert.All(lines, line => Assert.Equal(width, Fit.Cells(line)));
        }
    }

    [Fact]
    public void Long_names_keep_their_end_which_tells_them_apart()
    {
        var view = Scene.View(Scene.Snapshot(Scene.Server("web", "CD163820-L-ULTRAFARMA-APP01"), Scene.Server("web", "CD163820-L-ULTRAFARMA-APP02")));
        var lines = Lines(view, 40, 8);
        Assert.Contains("…", lines[3], StringComparison.Ordinal);
        Assert.Contains("APP01 ", lines[3], StringComparison.Ordinal);
        Assert.Contains("APP02 ", lines[4], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "-")]
    [InlineData(0L, "0")]
    [InlineData(9999L, "9999")]
    [InlineData(10_000L, "10k")]
    [InlineData(999_499L, "999k")]
    [InlineData(999_500L, "1.0M")]
    [InlineData(123_456_789L, "123M")]
    [InlineData(long.MaxValue, "9223372036.9G")]
    public void Counts_are_short(long? count, string expected) => Assert.Equal(expected, Brief.Count(count));

    [Theory]
    [InlineData(float.NaN, "-")]
    [InlineData(0f, "0")]
    [InlineData(0.04f, "0.0")]
    [InlineData(9.94f, "9.9")]
    [InlineData(9.96f, "10")]
    [InlineData(310.4f, "310")]
    [InlineData(12_400f, "12k")]
    public void Rates_are_short(float rate, string expected) => Assert.Equal(expected, Brief.Rate(rate));

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(59, "59s")]
    [InlineData(60, "1m")]
    [InlineData(3599, "59m")]
    [InlineData(3600, "1h0m")]
    [InlineData(86_399, "23h59m")]
    [InlineData(86_400, "1d0h")]
    [InlineData(99 * 86_400 + 82_800, "99d23h")]
    [InlineData(8_640_000, "100d")]
    public void Times_are_short(int seconds, string expected) => Assert.Equal(expected, Brief.Age(TimeSpan.FromSeconds(seconds)));

    // Eight looks with a rate that rises to 40, the last with a 5xx response.
    private static LiveView Busy(int height)
    {
        var view = Scene.View(Scene.Usual, ViewPainter.Rows(height));
        long requests = 0;
        for (var i = 0; i <= 7; i++)
        {
            requests += i == 0 ? 0 : (long)(80.0 * i / 7);
            var (now, errors) = (requests, i == 7 ? 1 : 0);
            view = view.Seen(Scene.Snapshot(
                [.. Scene.Usual.Servers.Select(s => s with { RequestsTotal = now, Responses5xx = errors })]), TimeSpan.FromSeconds(2));
        }

        return view;
    }

    private static string[] Titles(LiveView view, int width) =>
        Lines(view, width, 20)[2].Replace("↓", "", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string[] Lines(LiveView view, int width, int height) => Strip(Draw(view, width, height, ColorSystemSupport.Standard)).Split('\n');

    private static string Strip(string text) => System.Text.RegularExpressions.Regex.Replace(text, "\e\\[[0-9;]*m", "");

    private static string Draw(LiveView view, int width, int height, ColorSystemSupport colours)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = colours,
            Out = new AnsiConsoleOutput(text),
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        (console.Profile.Width, console.Profile.Height) = (width, height);
        ViewPainter.Paint(console, view.Resize(ViewPainter.Rows(height)));
        return text.ToString().Replace("\r\n", "\n", StringComparison.Ordinal);
    }
}
