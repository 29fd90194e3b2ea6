using Ultrafarma.Cluster.Haproxy;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Haproxy;

/// <summary>Who may be taken out, and what has to be done for it.</summary>
public sealed class HaproxyPlannerTests
{
    private static readonly HaproxyRequest Drain = new(HaproxyTargetState.Drain);
    private static readonly HaproxyRequest Maint = new(HaproxyTargetState.Maint);
    private static readonly HaproxyRequest Ready = new(HaproxyTargetState.Ready);

    private readonly FakeBalancer _balancer = new();

    [Theory]
    [InlineData("UP", "UP", null)]
    [InlineData("UP", "UP 1/3", null)]
    [InlineData("UP", "no check", null)]
    [InlineData("UP", "DOWN", "1 DOWN")]
    [InlineData("UP", "DOWN 1/2", "1 DOWN 1/2")]
    [InlineData("UP", "MAINT", "1 MAINT")]
    [InlineData("UP", "DRAIN", "1 DRAIN")]
    [InlineData("UP", "NOLB", "1 NOLB")]
    [InlineData("no check", "MAINT (via x/y)", "1 MAINT (via x/y)")]
    [InlineData("UP", "something new", "1 something new")]
    [InlineData("DOWN", "DOWN", null)]
    [InlineData("MAINT", "DOWN", null)]
    [InlineData("DRAIN", "DOWN", null)]
    public void The_last_server_that_serves_is_refused(string status, string other, string? left)
    {
        _balancer.Add("web", "a", status);
        _balancer.Add("web", "b", other);
        _balancer.Add("elsewhere", "c");
        var step = Assert.Single(Plan(false, ("a", Maint)));
        Assert.Equal(left is null ? null : HaproxyErrorKind.LastServer, step.Refusal?.Kind);
        if (left is not null)
        {
            Assert.Contains(left, step.Refusal!.Message, StringComparison.Ordinal);
            Assert.Null(Assert.Single(Plan(true, ("a", Maint))).Refusal);
        }
    }

    [Fact]
    public void A_backup_or_a_weight_decides_too()
    {
        _balancer.Add("web", "a");
        _balancer.Add("web", "backup");
        Assert.Null(Plan(false, ("a", Drain))[0].Refusal);

        // A site that runs on its reserve only is for somebody to decide; the reserve itself may go.
        _balancer["backup"] = _balancer["backup"] with { IsBackup = true };
        Assert.Contains("only its backup would serve: backup", Plan(false, ("a", Drain))[0].Refusal!.Message, StringComparison.Ordinal);
        Assert.Null(Plan(false, ("backup", Drain))[0].Refusal);
        _balancer["backup"] = _balancer["backup"] with { Weight = 0 };
        Assert.Equal(HaproxyErrorKind.LastServer, Plan(false, ("a", Drain))[0].Refusal!.Kind);
        Assert.Equal(HaproxyErrorKind.LastServer, Plan(false, ("a", new(null, HaproxyWeight.Parse("0"))))[0].Refusal!.Kind);
        Assert.Null(Plan(false, ("a", new(null, HaproxyWeight.Parse("1%"))))[0].Refusal);
    }

    [Fact]
    public void A_share_of_a_small_weight_that_rounds_to_nothing_takes_the_server_out()
    {
        _balancer.Add("web", "a");
        _balancer["a"] = _balancer["a"] with { InitialWeight = 1, Weight = 1, UserWeight = 1 };
        Assert.Equal(HaproxyErrorKind.LastServer, Plan(false, ("a", new(null, HaproxyWeight.Parse("50%"))))[0].Refusal!.Kind);
    }

    [Fact]
    public void Each_step_counts_on_those_before_it()
    {
        foreach (var name in new[] { "a", "b", "c" })
        {
            _balancer.Add("web", name);
        }

        var plan = Plan(false, ("a", Drain), ("b", Maint), ("c", Drain));
        Assert.Equal([null, null, HaproxyErrorKind.LastServer], plan.Select(s => s.Refusal?.Kind));
        Assert.Contains("1 DRAIN, 1 MAINT", plan[2].Refusal!.Message, StringComparison.Ordinal);
        Assert.Contains("1 of 3 servers of web keep serving", plan[1].Consequence, StringComparison.Ordinal);

        // One that comes back before another goes makes room for it.
        _balancer["a"] = Drain.ApplyTo(_balancer["a"]);
        _balancer["b"] = Drain.ApplyTo(_balancer["b"]);
        Assert.Equal([null, null], Plan(false, ("a", Ready), ("c", Drain)).Select(s => s.Refusal?.Kind));
    }

    [Fact]
    public void Of_two_servers_with_one_name_the_first_is_meant()
    {
        _balancer.Add("web", "twin");
        _balancer.Add("web", "b");
        var twin = _balancer["twin"];
        _balancer.Add("web", "twin", "DOWN");
        Assert.Contains("now UP", HaproxyPlanner.Plan(_balancer.Look(), [(twin, Drain)], force: false)[0].Consequence, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_follows_a_server_goes_with_it_wherever_it_is()
    {
        _balancer.Add("web", "a");
        _balancer.Add("web", "b");
        _balancer.Add("web", "c");
        _balancer.Add("api", "x");
        _balancer.Add("api", "y", "DOWN");
        _balancer["b"] = _balancer["b"] with { Tracked = "web/a" };
        _balancer["x"] = _balancer["x"] with { Tracked = "web/b" };

        var refused = Plan(false, ("a", Maint))[0];
        Assert.Contains("last server of backend api", refused.Refusal!.Message, StringComparison.Ordinal);
        Assert.Contains("1 of 3 servers of web keep serving; web/b, api/x follow it", refused.Consequence, StringComparison.Ordinal);
        Assert.Null(Plan(true, ("a", Maint))[0].Refusal);
        Assert.Null(Plan(false, ("a", new(null, HaproxyWeight.Parse("0"))))[0].Refusal);

        _balancer.Add("api", "z");
        Assert.Equal([null, HaproxyErrorKind.LastServer], Plan(false, ("a", Maint), ("c", Maint)).Select(s => s.Refusal?.Kind));
    }

    [Fact]
    public void Maintenance_is_as_good_as_drain_for_who_only_wants_a_server_out()
    {
        _balancer.Add("web", "a", "MAINT");
        Assert.True(Plan(false, ("a", Drain with { KeepsMaint = true }))[0].Todo.IsEmpty);
        Assert.Equal(HaproxyTargetState.Drain, Plan(false, ("a", Drain))[0].Todo.State);
    }

    [Fact]
    public void Only_what_differs_is_to_be_done()
    {
        _balancer.Add("web", "a");
        _balancer.Add("web", "b");
        var weight = HaproxyWeight.Parse("100%");
        Assert.True(Plan(false, ("a", Ready))[0].Todo.IsEmpty);
        Assert.Equal(new HaproxyRequest(HaproxyTargetState.Drain), Plan(false, ("a", new(HaproxyTargetState.Drain, weight)))[0].Todo);
        Assert.Equal(new HaproxyRequest(null, HaproxyWeight.Parse("3")), Plan(false, ("a", new(HaproxyTargetState.Ready, HaproxyWeight.Parse("3"))))[0].Todo);

        // What a page cannot tell is done again.
        _balancer["a"] = _balancer["a"] with { AdminState = null, Status = "DOWN", OperationalState = HaproxyOperationalState.Down };
        Assert.Equal(Ready, Plan(false, ("a", Ready))[0].Todo);
    }

    [Fact]
    public void Who_follows_another_or_is_gone_is_refused()
    {
        _balancer.Add("web", "a");
        _balancer["a"] = _balancer["a"] with { AdminState = HaproxyAdminState.InheritedMaint, Tracked = "web/b" };
        var inherits = Plan(false, ("a", Ready))[0].Refusal!;
        Assert.Equal(HaproxyErrorKind.ServerInherits, inherits.Kind);
        Assert.Contains("web/b", inherits.Message, StringComparison.Ordinal);

        // Its own flag is set as well: that one can be taken away.
        _balancer["a"] = _balancer["a"] with { AdminState = HaproxyAdminState.InheritedMaint | HaproxyAdminState.ForcedMaint };
        Assert.Null(Plan(false, ("a", Ready))[0].Refusal);

        var gone = HaproxyPlanner.Plan(_balancer.Look(), [(_balancer["a"] with { Name = "gone" }, Drain)], force: true);
        Assert.Equal(HaproxyErrorKind.ServerNotFound, gone[0].Refusal!.Kind);
    }

    [Theory]
    [InlineData("0", 0, false)]
    [InlineData("256", 256, false)]
    [InlineData("0%", 0, true)]
    [InlineData("25600%", 25600, true)]
    public void Weights_are_read(string text, int value, bool isPercent)
    {
        var weight = HaproxyWeight.Parse(text);
        Assert.Equal((value, isPercent, text), (weight.Value, weight.IsPercent, weight.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("%")]
    [InlineData("257")]
    [InlineData("25601%")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("1; disable frontend x")]
    [InlineData(" 1")]
    public void What_is_no_weight_is_refused(string text) => Assert.Throws<FormatException>(() => HaproxyWeight.Parse(text));

    private IReadOnlyList<HaproxyChange> Plan(bool force, params (string Name, HaproxyRequest Request)[] wanted) =>
        HaproxyPlanner.Plan(_balancer.Look(), wanted.Select(w => (_balancer[w.Name], w.Request)), force);
}
