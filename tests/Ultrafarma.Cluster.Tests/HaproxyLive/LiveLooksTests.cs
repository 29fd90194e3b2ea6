using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Haproxy.Live;
using Xunit;

namespace Ultrafarma.Cluster.Tests.HaproxyLive;

/// <summary>What looks at the balancer make of the view.</summary>
public sealed class LiveLooksTests
{
    private static readonly TimeSpan Two = TimeSpan.FromSeconds(2);

    [Fact]
    public void Two_looks_give_rates()
    {
        var view = Scene.View(One(requests: 100, errors: 5));
        Assert.Equal(LiveRate.Unknown, Rate(view));
        Assert.True(float.IsNaN(view.Totals.Requests));

        view = view.Seen(One(requests: 180, errors: 6), Two);
        Assert.Equal(new LiveRate(40, 0.5f), Rate(view));
        Assert.Equal((40, 0.5f), (view.Totals.Requests, view.Totals.Errors));
        Assert.Equal(2, view.Looks);
    }

    [Fact]
    public void Where_HAProxy_counts_no_requests_its_sessions_are_shown()
    {
        var view = Scene.View(Scene.Snapshot(Scene.Server("db", "A", requests: null, errors: null, total: 10)))
            .Seen(Scene.Snapshot(Scene.Server("db", "A", requests: null, errors: null, total: 16)), Two);
        Assert.Equal(3, Rate(view).Requests);
        Assert.True(float.IsNaN(Rate(view).Errors));
    }

    [Fact]
    public void Counters_that_began_anew_are_a_gap_and_a_message_and_no_rate_below_zero()
    {
        var view = Scene.View(One(100)).Seen(One(300), Two).Seen(One(4), Two);
        Assert.Equal(LiveRate.Unknown, Rate(view));
        Assert.Contains("the counters began anew", view.Message!.Text, StringComparison.Ordinal);
        Assert.False(view.Message.IsError);
        Assert.Equal(8, Rate(view.Seen(One(20), Two)).Requests);
    }

    [Fact]
    public void A_look_that_failed_says_why_keeps_what_was_seen_and_is_made_good_by_the_next()
    {
        var view = Scene.View(One(100)).Seen(One(200), Two).Missed("nobody answers");
        Assert.Equal(new LiveMessage("nobody answers", IsError: true, IsAboutReading: true), view.Message);
        Assert.Equal(LiveRate.Unknown, Rate(view));
        Assert.Single(view.Rows);
        Assert.NotNull(Scene.Press(view, "j").View.Message);

        // The rate is over the whole time since the last look that succeeded.
        view = view.Seen(One(300), 2 * Two);
        Assert.Null(view.Message);
        Assert.Equal(25, Rate(view).Requests);
        Assert.Equal(4, view.Rows[0].History.Rates.Length);
    }

    [Fact]
    public void What_was_said_of_a_change_stays_until_a_key_is_pressed()
    {
        var view = Scene.Press(Scene.View(One(1)), "r").View;
        view = view.Seen(One(2), Two);
        Assert.NotNull(view.Message);
        Assert.Null(Scene.Press(view, "j").View.Message);
    }

    [Fact]
    public void A_history_forgets_what_is_older_than_five_minutes()
    {
        var view = Scene.View(One(0));
        for (var i = 1; i <= 400; i++)
        {
            view = view.Seen(One(i * 10L), Two);
        }

        Assert.Equal(150, view.Rows[0].History.Rates.Length);
        Assert.All(view.Rows[0].History.Rates, rate => Assert.Equal(5, rate.Requests));
    }

    [Theory]
    [InlineData(0.2, 600)]
    [InlineData(2, 150)]
    [InlineData(60, 30)]
    public void A_history_keeps_five_minutes_within_limits(double seconds, int expected) => Assert.Equal(
        expected, LiveLooks.Begin(One(0), "", null, TimeSpan.FromSeconds(seconds), false).Capacity);

    [Fact]
    public void A_selected_server_that_vanishes_leaves_the_selection_at_its_place()
    {
        var view = Scene.Press(Scene.View(Scene.Usual), "jj").View;
        var without = Scene.Usual.Servers.Where(s => s.Name != "APP03").ToArray();
        view = view.Seen(Scene.Snapshot(without), Two);
        Assert.Equal(("APP04", 2), (view.SelectedServer!.Name, view.SelectedIndex));
        Assert.Equal(5, view.Histories.Count);

        view = view.Seen(Scene.Snapshot(), Two);
        Assert.Null(view.SelectedServer);
        Assert.Empty(view.Shown);
        Assert.Equal("APP01", view.Seen(Scene.Usual, Two).SelectedServer!.Name);
    }

    [Fact]
    public void A_new_server_above_moves_the_selection_along()
    {
        var view = Scene.Press(Scene.View(Scene.Usual, height: 2), "jjj").View;
        view = view.Seen(Scene.Snapshot([Scene.Server("web", "APP00"), .. Scene.Usual.Servers]), Two);
        Assert.Equal(("APP04", 4), (view.SelectedServer!.Name, view.SelectedIndex));
        Assert.Contains(view.Shown, row => row.Server.Name == "APP04");
    }

    [Fact]
    public void Totals_count_what_the_filter_hides_and_maintenance_is_no_outage()
    {
        var totals = Scene.Press(Scene.View(Scene.Usual), "/zzz").View.Totals;
        Assert.Equal((6, 3, 1, 1, 1, 62L), (totals.Servers, totals.Serving, totals.Down, totals.Draining, totals.InMaintenance, totals.Sessions));
    }

    [Fact]
    public void A_server_that_became_the_last_one_meanwhile_is_asked_about_again()
    {
        var server = Scene.Server("web", "APP01");
        var view = Scene.View(Scene.Usual).Changed(
            new LiveAction.Change(server, HaproxyTargetState.Drain, false), new HaproxyOutcome(null, HaproxyFailure.LastServer(server, "web", "there is none")));
        Assert.Equal(LiveMode.Question, view.Mode);
        Assert.True(view.Question!.IsLastServer);
    }

    [Fact]
    public void A_change_is_told_with_the_state_that_came_of_it_or_its_error()
    {
        var change = new LiveAction.Change(Scene.Server("web", "APP01"), HaproxyTargetState.Drain, false);
        Assert.Equal("web/APP01: drain is done, it is DRAIN now.",
            Scene.View(Scene.Usual).Changed(change, new HaproxyOutcome(Scene.Server("web", "APP01", "DRAIN"), null)).Message!.Text);
        var refused = Scene.View(Scene.Usual).Changed(change, new HaproxyOutcome(null, HaproxyFailure.PageReadOnly(Scene.Source))).Message!;
        Assert.True(refused.IsError);
        Assert.Contains("allows no changes", refused.Text, StringComparison.Ordinal);
    }

    private static HaproxySnapshot One(long requests, long errors = 0) => Scene.Snapshot(Scene.Server("web", "A", requests: requests, errors: errors));

    private static LiveRate Rate(LiveView view) => view.Rows[0].History.Now;
}
