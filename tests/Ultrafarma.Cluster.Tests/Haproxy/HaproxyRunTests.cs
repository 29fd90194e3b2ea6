using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Nodes;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Haproxy;

/// <summary>Carrying a plan out, with every step that can fail failing.</summary>
public sealed class HaproxyRunTests
{
    private static readonly HaproxyRequest Drain = new(HaproxyTargetState.Drain);
    private static readonly HaproxyRequest Ready = new(HaproxyTargetState.Ready);
    private static readonly HaproxyWaitOptions Drained = new(HaproxyGoal.Drained, TimeSpan.FromSeconds(2));
    private static readonly HaproxyWaitOptions Serving = new(HaproxyGoal.Serving, TimeSpan.FromMilliseconds(400));

    private readonly FakeBalancer _balancer = new();

    public HaproxyRunTests()
    {
        _balancer.Add("web", "a", sessions: 3);
        _balancer.Add("web", "b");
        _balancer.Add("web", "c");
        _balancer.Add("web", "d");
    }

    [Fact]
    public async Task What_is_agreed_is_done_and_what_is_not_is_left()
    {
        var outcomes = await RunAsync(null, change => change.Server.Name switch
        {
            "a" => HaproxyConsent.Yes,
            "b" => HaproxyConsent.No,
            _ => HaproxyConsent.OnlyShow,
        }, ("a", Drain), ("b", Drain), ("c", new(HaproxyTargetState.Maint)));
        Assert.Equal(["drain web/a"], _balancer.Log);
        Assert.Equal(["DRAIN", null, "MAINT"], outcomes.Select(o => o.Server?.Status));
        Assert.Equal("UP", _balancer["c"].Status);
        Assert.All(outcomes, o => Assert.Null(o.Error));
    }

    [Fact]
    public async Task What_is_so_already_is_neither_asked_nor_sent()
    {
        var outcomes = await RunAsync(null, _ => throw new InvalidOperationException("asked"), ("a", Ready));
        Assert.Equal("UP", outcomes[0].Server!.Status);
        Assert.Empty(_balancer.Log);
    }

    [Fact]
    public async Task The_weight_is_set_before_a_server_comes_back()
    {
        _balancer["a"] = Drain.ApplyTo(_balancer["a"]);
        await RunAsync(null, ("a", new(HaproxyTargetState.Ready, HaproxyWeight.Parse("10%"))));
        Assert.Equal(["set weight web/a 10%", "ready web/a"], _balancer.Log);
        Assert.Equal(10, _balancer["a"].UserWeight);
    }

    [Fact]
    public async Task One_that_is_refused_keeps_no_other_from_being_changed()
    {
        _balancer.BeforeChange = what =>
        {
            if (what.EndsWith("/a", StringComparison.Ordinal))
            {
                throw HaproxyFailure.LevelTooLow(_balancer.Source, what);
            }
        };
        var outcomes = await RunAsync(null, ("a", Drain), ("b", Drain));
        Assert.Equal([HaproxyErrorKind.PermissionDenied, null], outcomes.Select(o => o.Error?.Kind));
        Assert.Equal(("UP", "DRAIN"), (_balancer["a"].Status, _balancer["b"].Status));
    }

    [Fact]
    public async Task Success_is_what_a_second_look_shows()
    {
        _balancer.IsDeaf = true;
        var outcome = Assert.Single(await RunAsync(Drained, ("a", Drain)));
        Assert.Equal(HaproxyErrorKind.NotApplied, outcome.Error!.Kind);

        _balancer.IsDeaf = false;
        Assert.Null(Assert.Single(await RunAsync(null, ("c", Drain))).Error);
        _balancer.BeforeChange = _ => _balancer.Remove("a");
        _balancer.IsDeaf = true;
        Assert.Equal(HaproxyErrorKind.ServerNotFound, Assert.Single(await RunAsync(null, ("a", new(HaproxyTargetState.Maint)))).Error!.Kind);
    }

    [Fact]
    public async Task A_balancer_that_cannot_be_read_afterwards_takes_no_word_from_the_other_steps()
    {
        _balancer["a"] = Drain.ApplyTo(_balancer["a"]);
        _balancer.BeforeChange = what =>
        {
            _balancer.BeforeRead = _ => throw HaproxyFailure.Unreachable(_balancer.Source, "Connection refused");
            if (what.Contains("/b", StringComparison.Ordinal))
            {
                throw HaproxyFailure.LevelTooLow(_balancer.Source, what);
            }
        };
        var outcomes = await RunAsync(null, ("a", Ready), ("b", new(null, HaproxyWeight.Parse("7"))));
        Assert.Equal([HaproxyErrorKind.Unreachable, HaproxyErrorKind.PermissionDenied], outcomes.Select(o => o.Error!.Kind));
        Assert.Contains("ready was sent", outcomes[0].Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_guard_is_asked_again_just_before_a_server_goes()
    {
        var outcomes = await RunAsync(
            null,
            change =>
            {
                // While the question stood open, somebody took the others out.
                foreach (var name in new[] { "b", "c", "d" })
                {
                    _balancer[name] = Drain.ApplyTo(_balancer[name]);
                }

                return HaproxyConsent.Yes;
            },
            ("a", Drain));
        Assert.Equal(HaproxyErrorKind.LastServer, outcomes[0].Error!.Kind);
        Assert.Empty(_balancer.Log);
    }

    [Theory]
    [InlineData(HaproxyConsent.OnlyShow)]
    [InlineData(HaproxyConsent.No)]
    internal async Task Sessions_are_ended_only_after_a_yes_also_when_nothing_else_is_to_be_done(HaproxyConsent consent)
    {
        _balancer["a"] = Drain.ApplyTo(_balancer["a"]);
        await RunAsync(new(HaproxyGoal.Drained, TimeSpan.Zero, KillSessions: true), _ => consent, ("a", Drain));
        Assert.Empty(_balancer.Log);
        Assert.Equal(3, _balancer["a"].SessionsCurrent);
    }

    [Fact]
    public async Task Sessions_that_cannot_be_ended_are_told_for_their_server_alone()
    {
        _balancer["b"] = _balancer["b"] with { SessionsCurrent = 2 };
        _balancer.BeforeChange = what =>
        {
            if (what == "kill web/a")
            {
                throw HaproxyFailure.ServerNotFound(_balancer.Source, "web/a");
            }
        };
        var outcomes = await RunAsync(new(HaproxyGoal.Drained, TimeSpan.Zero, KillSessions: true), ("a", Drain), ("b", Drain));
        Assert.Equal([HaproxyErrorKind.ServerNotFound, null], outcomes.Select(o => o.Error?.Kind));
    }

    [Fact]
    public async Task Waiting_ends_when_the_last_session_does_and_outlasts_a_moment_without_answer()
    {
        _balancer.BeforeRead = read =>
        {
            _balancer["a"] = _balancer["a"] with { SessionsCurrent = Math.Max(0, 5 - read) };
            if (read is 2 or 3)
            {
                throw HaproxyFailure.Unreachable(_balancer.Source, "Connection refused");
            }
        };
        var outcome = Assert.Single(await RunAsync(Drained, ("a", Drain)));
        Assert.Null(outcome.Error);
        Assert.Equal(0, outcome.Server!.SessionsCurrent);
    }

    [Fact]
    public async Task Waiting_ends_at_its_time_and_says_who_is_left()
    {
        _balancer.BeforeRead = read => _balancer["a"] = _balancer["a"] with { SessionsTotal = 10 + read };
        var error = Assert.Single(await RunAsync(Drained with { Timeout = TimeSpan.FromMilliseconds(300) }, ("a", Drain))).Error!;
        Assert.Equal(HaproxyErrorKind.DrainTimeout, error.Kind);
        Assert.Contains("3 sessions and 0 waiting", error.Message, StringComparison.Ordinal);
        Assert.Contains("came meanwhile", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "web/a had 3 sessions and 0 waiting requests when the balancer last answered, ")]
    [InlineData(false, "web/a was DOWN when the balancer last answered, ")]
    public async Task What_was_seen_long_ago_is_not_told_as_if_it_were_so_now(bool drains, string words)
    {
        var (operational, _) = HaproxyStatus.Parse("DOWN");
        _balancer["a"] = drains ? _balancer["a"] : _balancer["a"] with { Status = "DOWN", OperationalState = operational };
        _balancer.BeforeRead = read =>
        {
            if (read > 3)
            {
                throw HaproxyFailure.Unreachable(_balancer.Source, "Connection refused");
            }
        };
        var error = Assert.Single(await RunAsync(drains ? Drained with { Timeout = Serving.Timeout } : Serving, ("a", drains ? Drain : Ready))).Error!;
        Assert.StartsWith(words, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7, null)]
    [InlineData(8, "(pid 7)")]
    public async Task A_drain_that_a_reload_kept_says_that_the_former_process_may_serve_still(long id, string? word)
    {
        _balancer.Process = new(7, null);
        _balancer.BeforeRead = read =>
        {
            if (read == 4)
            {
                _balancer.Process = new(id, null);
                _balancer["a"] = _balancer["a"] with { SessionsCurrent = 0 };
            }
        };
        var outcome = Assert.Single(await RunAsync(Drained, ("a", Drain)));
        Assert.Equal((null, 0L), (outcome.Error, outcome.Server!.SessionsCurrent));
        Assert.Equal(word is not null, outcome.Warning?.Contains(word!, StringComparison.Ordinal) ?? false);
    }

    [Fact]
    public async Task A_server_without_weight_that_is_made_ready_is_told_to_get_nothing()
    {
        _balancer["a"] = Drain.ApplyTo(_balancer["a"]) with { Weight = 0, UserWeight = 0 };
        _balancer["b"] = Drain.ApplyTo(_balancer["b"]);
        var outcomes = await RunAsync(Serving, ("a", Ready), ("b", Ready));
        Assert.All(outcomes, o => Assert.Null(o.Error));
        Assert.Contains("its weight is 0", outcomes[0].Warning!, StringComparison.Ordinal);
        Assert.Null(outcomes[1].Warning);
    }

    [Fact]
    public async Task What_is_left_is_ended_when_that_is_wished()
    {
        var outcome = Assert.Single(await RunAsync(new(HaproxyGoal.Drained, TimeSpan.Zero, KillSessions: true), ("a", Drain)));
        Assert.Null(outcome.Error);
        Assert.Equal(["drain web/a", "kill web/a"], _balancer.Log);
    }

    [Theory]
    [InlineData(true, HaproxyErrorKind.ServerNotFound)]
    [InlineData(false, HaproxyErrorKind.StateLost)]
    public async Task A_reload_while_waiting_is_told(bool isGone, HaproxyErrorKind kind)
    {
        _balancer.BeforeRead = read =>
        {
            if (read == 3)
            {
                if (isGone)
                {
                    _balancer.Remove("a");
                }
                else
                {
                    _balancer["a"] = Ready.ApplyTo(_balancer["a"]) with { Status = "UP" };
                }
            }
        };
        Assert.Equal(kind, Assert.Single(await RunAsync(Drained with { Timeout = TimeSpan.FromMinutes(1) }, ("a", Drain))).Error!.Kind);
    }

    [Theory]
    [InlineData("UP", null)]
    [InlineData("no check", null)]
    [InlineData("UP 1/3", HaproxyErrorKind.ReadyTimeout)]
    [InlineData("DOWN", HaproxyErrorKind.ReadyTimeout)]
    [InlineData("DOWN 1/2", HaproxyErrorKind.ReadyTimeout)]
    [InlineData("NOLB", HaproxyErrorKind.ReadyTimeout)]
    public async Task Serving_is_a_check_that_passed_or_that_nobody_makes(string status, HaproxyErrorKind? kind)
    {
        var (operational, _) = HaproxyStatus.Parse(status);
        _balancer["a"] = _balancer["a"] with { Status = status, OperationalState = operational, CheckStatus = "L4CON" };
        var error = Assert.Single(await RunAsync(Serving, ("a", Ready))).Error;
        Assert.Equal(kind, error?.Kind);
        if (error is not null)
        {
            Assert.Contains("L4CON", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Cancelling_ends_the_waiting()
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            RunAsync(Drained with { Timeout = TimeSpan.FromMinutes(5) }, _ => HaproxyConsent.Yes, cancellation.Token, ("a", Drain)));
        Assert.Equal("DRAIN", _balancer["a"].Status);
    }

    private Task<IReadOnlyList<HaproxyOutcome>> RunAsync(HaproxyWaitOptions? wait, params (string Name, HaproxyRequest Request)[] wanted) =>
        RunAsync(wait, _ => HaproxyConsent.Yes, default, wanted);

    private Task<IReadOnlyList<HaproxyOutcome>> RunAsync(
        HaproxyWaitOptions? wait, Func<HaproxyChange, HaproxyConsent> consent, params (string Name, HaproxyRequest Request)[] wanted) =>
        RunAsync(wait, consent, default, wanted);

    private Task<IReadOnlyList<HaproxyOutcome>> RunAsync(
        HaproxyWaitOptions? wait,
        Func<HaproxyChange, HaproxyConsent> consent,
        CancellationToken cancellationToken,
        params (string Name, HaproxyRequest Request)[] wanted) =>
        new HaproxyRun(_balancer, TimeProvider.System, new Progress<OperationProgress>()).ChangeAsync(
            HaproxyPlanner.Plan(_balancer.Look(), wanted.Select(w => (_balancer[w.Name], w.Request)), force: false),
            change => Task.FromResult(consent(change)),
            wait,
            cancellationToken);
}
