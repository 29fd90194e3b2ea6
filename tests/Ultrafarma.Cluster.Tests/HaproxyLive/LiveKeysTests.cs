using Ultrafarma.Cluster.Haproxy.Live;
using Xunit;

namespace Ultrafarma.Cluster.Tests.HaproxyLive;

/// <summary>What keys make of the view: moving, sorting, filtering.</summary>
public sealed class LiveKeysTests
{
    [Theory]
    [InlineData("", "APP01", 0)]
    [InlineData("j", "APP02", 0)]
    [InlineData("<Down><Down>", "APP03", 0)]
    [InlineData("jjj", "APP04", 1)]
    [InlineData("jjjk<Up>", "APP02", 1)]
    [InlineData("k", "APP01", 0)]
    [InlineData("<PageDown>", "APP04", 1)]
    [InlineData("<PageDown><PageDown><PageDown>", "CDN1", 3)]
    [InlineData("<End>", "CDN1", 3)]
    [InlineData("G", "CDN1", 3)]
    [InlineData("Gk<PageUp>", "APP02", 1)]
    [InlineData("G<Home>", "APP01", 0)]
    [InlineData("Gg", "APP01", 0)]
    [InlineData("<Other>x", "APP01", 0)]
    public void Moving_selects_a_server_and_scrolls_to_it(string keys, string selected, int top)
    {
        var (view, action) = Scene.Press(Scene.View(Scene.Usual, height: 3), keys);
        Assert.Equal((selected, top), (view.SelectedServer!.Name, view.Top));
        Assert.Equal(3, view.Shown.Count());
        Assert.Contains(view.Shown, row => row.Id == view.Selected);
        Assert.Null(action);
    }

    [Theory]
    [InlineData("", "APP01 APP02 APP03 APP04 APP05 CDN1")]
    [InlineData("i", "CDN1 APP05 APP04 APP03 APP02 APP01")]
    [InlineData("s", "APP05 APP01 CDN1 APP03 APP02 APP04")]
    [InlineData("2", "APP05 APP01 CDN1 APP03 APP02 APP04")]
    [InlineData("22", "APP04 APP02 APP03 CDN1 APP01 APP05")]
    [InlineData("222", "APP05 APP01 CDN1 APP03 APP02 APP04")]
    [InlineData("ss<", "APP05 APP01 CDN1 APP03 APP02 APP04")]
    [InlineData("5", "APP02 APP05 APP03 APP04 CDN1 APP01")]
    [InlineData(">>>>", "APP02 APP05 APP03 APP04 CDN1 APP01")]
    [InlineData("S", "APP01 APP02 APP03 APP04 APP05 CDN1")]
    [InlineData("66", "CDN1 APP05 APP04 APP03 APP02 APP01")]
    [InlineData("ssssss", "APP01 APP02 APP03 APP04 APP05 CDN1")]
    public void Sorting_goes_round_and_the_same_again_reverses(string keys, string expected) =>
        Assert.Equal(expected, Scene.Names(Scene.Press(Scene.View(Scene.Usual), keys).View));

    [Fact]
    public void The_selection_follows_its_server_when_rows_move()
    {
        var (view, _) = Scene.Press(Scene.View(Scene.Usual, height: 3), "jjjj2");
        Assert.Equal(("APP05", 0, 0), (view.SelectedServer!.Name, view.SelectedIndex, view.Top));
        (view, _) = Scene.Press(view, "2");
        Assert.Equal(("APP05", 5, 3), (view.SelectedServer!.Name, view.SelectedIndex, view.Top));
    }

    [Theory]
    [InlineData("/app0", "APP01 APP02 APP03 APP04 APP05")]
    [InlineData("/APP05<Enter>", "APP05")]
    [InlineData("/static", "CDN1")]
    [InlineData("/web/app03", "APP03")]
    [InlineData("/down", "APP02")]
    [InlineData("/up", "APP01 APP05")]
    [InlineData("/zzz", "")]
    [InlineData("/zzz<Backspace><Backspace><Backspace><Backspace>", "APP01 APP02 APP03 APP04 APP05 CDN1")]
    [InlineData("/down<Escape>", "APP01 APP02 APP03 APP04 APP05 CDN1")]
    [InlineData("/down<Enter><Escape>", "APP01 APP02 APP03 APP04 APP05 CDN1")]
    [InlineData("/app<Enter>2", "APP05 APP01 APP03 APP02 APP04")]
    public void A_filter_lets_names_and_statuses_through(string keys, string expected) =>
        Assert.Equal(expected, Scene.Names(Scene.Press(Scene.View(Scene.Usual), keys).View));

    [Fact]
    public void Keys_that_command_are_only_typed_while_a_filter_is()
    {
        var (view, action) = Scene.Press(Scene.View(Scene.Usual), "/qdmr");
        Assert.Equal(("qdmr", LiveMode.Filter), (view.Filter, view.Mode));
        Assert.Null(action);
    }

    [Fact]
    public void With_nothing_selected_there_is_nothing_to_change()
    {
        var (view, action) = Scene.Press(Scene.View(Scene.Usual), "/zzz<Enter>jkd");
        Assert.Null(view.SelectedServer);
        Assert.Equal(LiveMode.Table, view.Mode);
        Assert.Equal("No server is selected.", view.Message!.Text);
        Assert.Null(action);
        Assert.NotNull(Scene.Press(view, "<Escape>").View.SelectedServer);
    }

    [Fact]
    public void Help_is_left_by_any_key_but_the_arrows()
    {
        var (view, _) = Scene.Press(Scene.View(Scene.Usual), "?jj<Up>");
        Assert.Equal((LiveMode.Help, 1), (view.Mode, view.HelpTop));
        (view, var action) = Scene.Press(view, "q");
        Assert.Equal(LiveMode.Table, view.Mode);
        Assert.Null(action);
    }

    [Fact]
    public void Q_leaves_and_a_blank_looks_at_once()
    {
        Assert.IsType<LiveAction.Quit>(Scene.Press(Scene.View(Scene.Usual), "q").Action);
        Assert.IsType<LiveAction.Look>(Scene.Press(Scene.View(Scene.Usual), " ").Action);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(100)]
    public void A_window_of_any_height_shows_the_selected_server(int height)
    {
        var view = Scene.Press(Scene.View(Scene.Usual, 4), "jjjj").View.Resize(height);
        Assert.Equal("APP05", view.SelectedServer!.Name);
        Assert.Contains(view.Shown, row => row.Server.Name == "APP05");
        Assert.Equal(Math.Min(height, 6), view.Shown.Count());
    }
}
