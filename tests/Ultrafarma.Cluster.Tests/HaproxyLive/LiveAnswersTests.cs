using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Haproxy.Live;
using Xunit;

namespace Ultrafarma.Cluster.Tests.HaproxyLive;

/// <summary>Questions before a server is changed, with the same guard as Suspend-HaproxyServer.</summary>
public sealed class LiveAnswersTests
{
    [Theory]
    [InlineData("d", "Drain web/APP01? 12 sessions; 1 other serves. [y/N]")]
    [InlineData("m", "Put into maint web/APP01? 12 sessions; 1 other serves. [y/N]")]
    [InlineData("jd", "Drain web/APP02? It is DOWN now, with 0 sessions. [y/N]")]
    [InlineData("jjr", "Make ready web/APP03? It is DRAIN now, with 3 sessions. [y/N]")]
    [InlineData("jjjr", "Make ready web/APP04? It is MAINT now, with 0 sessions. [y/N]")]
    [InlineData("Gd", "Drain static/CDN1? It is the LAST server of static that serves (7 sessions). [y/N]")]
    public void Asks_first_and_says_what_it_means(string keys, string question)
    {
        var (view, action) = Scene.Press(Scene.View(Scene.Usual), keys);
        Assert.Equal((LiveMode.Question, question), (view.Mode, view.Question!.Text));
        Assert.Null(action);
    }

    [Theory]
    [InlineData("dy", "APP01", HaproxyTargetState.Drain, false)]
    [InlineData("dY", "APP01", HaproxyTargetState.Drain, false)]
    [InlineData("mnjmy", "APP02", HaproxyTargetState.Maint, false)]
    [InlineData("jjry", "APP03", HaproxyTargetState.Ready, false)]
    [InlineData("Gdyforce<Enter>", "CDN1", HaproxyTargetState.Drain, true)]
    [InlineData("Gmyfoe<Backspace>rce<Enter>", "CDN1", HaproxyTargetState.Maint, true)]
    public void A_yes_asks_for_the_change(string keys, string server, HaproxyTargetState state, bool force)
    {
        var (view, action) = Scene.Press(Scene.View(Scene.Usual), keys);
        var change = Assert.IsType<LiveAction.Change>(action);
        Assert.Equal((server, state, force), (change.Server.Name, change.State, change.Force));
        Assert.Equal((LiveMode.Table, null), (view.Mode, view.Question));
    }

    [Theory]
    [InlineData("dn")]
    [InlineData("d<Enter>")]
    [InlineData("d<Escape>")]
    [InlineData("dj")]
    [InlineData("d ")]
    [InlineData("Gdn")]
    [InlineData("Gd<Enter>")]
    [InlineData("Gdy<Enter>")]
    [InlineData("Gdyforc<Enter>")]
    [InlineData("Gdyy<Enter>")]
    [InlineData("Gdyforce<Escape>")]
    public void Everything_else_leaves_the_server_as_it_is(string keys)
    {
        var (view, action) = Scene.Press(Scene.View(Scene.Usual), keys);
        Assert.Null(action);
        Assert.Equal(LiveMode.Table, view.Mode);
        Assert.EndsWith("is left as it is.", view.Message!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_yes_alone_does_not_take_out_the_last_server()
    {
        var (view, action) = Scene.Press(Scene.View(Scene.Usual), "Gdy");
        Assert.Null(action);
        Assert.Equal("Nobody will serve static. Type force and Enter to go on, Esc to leave it:", view.Question!.Text);
        Assert.Equal("forceforce", Scene.Press(view, "forceforceforce").View.Question!.Typed);
    }

    [Theory]
    [InlineData("r", "Nothing to do: web/APP01 is UP.")]
    [InlineData("jjd", "Nothing to do: web/APP03 is DRAIN.")]
    [InlineData("jjjm", "Nothing to do: web/APP04 is MAINT.")]
    public void What_is_so_already_is_not_asked_for(string keys, string message)
    {
        var (view, action) = Scene.Press(Scene.View(Scene.Usual), keys);
        Assert.Null(action);
        Assert.Equal((LiveMode.Table, message, false), (view.Mode, view.Message!.Text, view.Message.IsError));
    }

    [Fact]
    public void A_server_that_follows_another_one_is_not_asked_about()
    {
        var follower = Scene.Server("web", "APP01", "MAINT (via web/APP02)") with
        {
            Tracked = "web/APP02",
            AdminState = HaproxyAdminState.InheritedMaint,
        };
        var (view, _) = Scene.Press(Scene.View(Scene.Snapshot(follower, Scene.Server("web", "APP02"))), "r");
        Assert.True(view.Message!.IsError);
        Assert.Contains("resume that one", view.Message.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("d", "What if: drain (now UP, 12 sessions; 1 of 5 servers of web keep serving): web/APP01 at 10.77.0.10:9999", false)]
    [InlineData("jjr", "What if: ready (now DRAIN): web/APP03 at 10.77.0.10:9999", false)]
    [InlineData("Gd", "static/CDN1 is the last server of backend static that serves; without it there is none.", true)]
    public void What_if_tells_and_asks_nothing(string keys, string message, bool isError)
    {
        var (view, action) = Scene.Press(Scene.View(Scene.Usual, onlyShows: true), keys);
        Assert.Null(action);
        Assert.Equal((LiveMode.Table, isError), (view.Mode, view.Message!.IsError));
        Assert.StartsWith(message, view.Message.Text, StringComparison.Ordinal);
    }
}
