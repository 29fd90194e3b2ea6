using System.Diagnostics;
using System.Management.Automation;
using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.HaproxyLab;

/// <summary>Waiting for servers: under load, for ever unfinished requests, through a reload, and never without an end.</summary>
public sealed class WaitTests(LabFixture lab) : HaproxyLabTest(lab)
{
    [Theory]
    [MemberData(nameof(Sources))]
    public async Task Not_one_request_fails_while_a_server_is_drained_stopped_started_and_resumed(string source)
    {
        var arguments = Balancer.Arguments(source);
        using var load = Process.Start(new ProcessStartInfo("wrk", ["-t1", "-c8", "-d12s", $"http://{Balancer.Address}/health.txt"])
        {
            RedirectStandardOutput = true,
        })!;
        var output = load.StandardOutput.ReadToEndAsync();
        Balancer.Eventually(() => Balancer.Stat("web", Node(2), "hrsp_2xx") is not "0", "APP02 serves");

        var drained = (await Host.RunAsync($"Suspend-HaproxyServer *APP02 -Wait -PassThru {arguments}")).Single<HaproxyServer>();
        Assert.Equal((0L, 0L, true), (drained.SessionsCurrent, drained.QueueCurrent, drained.IsDraining));
        Assert.False(load.HasExited);
        Lab.Stop(2, "httpd");
        Balancer.Eventually(() => Balancer.Stat("web", Node(2), "status").StartsWith("DOWN", StringComparison.Ordinal), "APP02 is down");
        Lab.Start(2, "httpd");
        var served = Balancer.Stat("web", Node(2), "hrsp_2xx");
        var back = (await Host.RunAsync($"Resume-HaproxyServer *APP02 -Wait -PassThru {arguments}")).Single<HaproxyServer>();
        Assert.True(back.IsServing);
        Balancer.Eventually(() => Balancer.Stat("web", Node(2), "hrsp_2xx") != served, "APP02 serves again");

        var text = await output;
        Assert.Matches(@"\d+ requests in", text);
        Assert.DoesNotContain("Non-2xx", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Socket errors", text, StringComparison.Ordinal);
        Assert.Equal(("0", "0"), (Balancer.Stat("www", "FRONTEND", "hrsp_5xx"), Balancer.Stat("web", "BACKEND", "wredis")));
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void Who_is_left_when_the_time_is_over_is_told_and_can_be_ended(string source)
    {
        var arguments = Balancer.Arguments(source);
        using var stuck = Balancer.Hang("APP03");
        Balancer.Eventually(() => Balancer.Stat("web", Node(3), "scur") == "1", "the request is at APP03");

        var outcome = Host.Run($"Suspend-HaproxyServer *APP03 -Wait -Timeout 1.5 -PassThru {arguments}");
        Assert.Contains("1 sessions", outcome.AssertError("DrainTimeout").ToString(), StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
        Assert.Equal(ProgressRecordType.Processing, outcome.Progress[0].RecordType);
        Assert.Equal(ProgressRecordType.Completed, outcome.Progress[^1].RecordType);
        Assert.InRange(outcome.Elapsed.TotalSeconds, 1.4, 30);
        Assert.Equal("DRAIN", Balancer.Stat("web", Node(3), "status"));

        // An error that ends the cmdlet leaves no progress on the screen either.
        var stopped = Host.Run($"try {{ Suspend-HaproxyServer *APP03 -Wait -Timeout 500ms -ErrorAction Stop {arguments} }} catch {{ 'caught' }}");
        Assert.Equal("caught", stopped.Single<string>());
        Assert.Equal(ProgressRecordType.Completed, stopped.Progress[^1].RecordType);

        var ended = Host.Run($"Suspend-HaproxyServer *APP03 -Wait -Timeout 500ms -KillSessions -PassThru {arguments}").Single<HaproxyServer>();
        Assert.Equal(0, ended.SessionsCurrent);
        Assert.Equal("0", Balancer.Stat("web", Node(3), "scur"));
    }

    [Fact]
    public void Sessions_are_ended_at_once_without_wait()
    {
        using var stuck = Balancer.Hang("APP03");
        Balancer.Eventually(() => Balancer.Stat("web", Node(3), "scur") == "1", "the request is at APP03");
        Host.Run("Suspend-HaproxyServer *APP03 -Mode Maint -KillSessions").AssertNoErrors();
        Assert.Equal("0", Balancer.Stat("web", Node(3), "scur"));
    }

    [Fact]
    public async Task Clients_with_a_cookie_that_still_arrive_are_told()
    {
        using var first = Balancer.Hang("APP04");
        Balancer.Eventually(() => Balancer.Stat("web", Node(4), "scur") == "1", "the request is at APP04");
        using var waiting = Host.Start("Suspend-HaproxyServer *APP04 -Wait -Timeout 3");
        Balancer.Eventually(() => Balancer.Stat("web", Node(4), "status") == "DRAIN", "APP04 is drained");
        await waiting.WaitUntilAsync(w => w.Progress.Count > 0);
        using var second = Balancer.Hang("APP04");
        var error = (await waiting.OutcomeAsync()).AssertError("DrainTimeout");
        Assert.Contains("2 sessions", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("cookie", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task A_reload_while_waiting_is_noticed(string source)
    {
        using var stuck = Balancer.Hang("APP03");
        Balancer.Eventually(() => Balancer.Stat("web", Node(3), "scur") == "1", "the request is at APP03");
        using var waiting = Host.Start($"Suspend-HaproxyServer *APP03 -Wait -Timeout 60 {Balancer.Arguments(source)}");
        await waiting.WaitUntilAsync(w => w.Progress.Count > 0);

        Lab.Lab("reload", "lb01", "haproxy");

        var outcome = await waiting.OutcomeAsync();
        Assert.Contains("reloaded", outcome.AssertError("StateLost").ToString(), StringComparison.Ordinal);
        Assert.InRange(outcome.Elapsed.TotalSeconds, 0, 50);
    }

    [Fact]
    public async Task CtrlC_ends_the_waiting_within_a_second_and_leaves_the_server_out()
    {
        using var stuck = Balancer.Hang("APP03");
        Balancer.Eventually(() => Balancer.Stat("web", Node(3), "scur") == "1", "the request is at APP03");
        using var waiting = Host.Start("Suspend-HaproxyServer *APP03 -Wait -Timeout 60");
        await waiting.WaitUntilAsync(w => w.Progress.Count > 0);
        Assert.InRange((await waiting.StopAsync()).TotalSeconds, 0, 1);
        Assert.Equal("DRAIN", Balancer.Stat("web", Node(3), "status"));
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void Resuming_never_waits_for_what_cannot_come(string source)
    {
        var arguments = Balancer.Arguments(source);
        var there = Host.Run($"Resume-HaproxyServer *APP01, unchecked -Wait -Timeout 60 -PassThru {arguments}");
        Assert.Equal(2, there.As<HaproxyServer>().Count);
        Assert.InRange(there.Elapsed.TotalSeconds, 0, 30);

        var down = Host.Run($"Resume-HaproxyServer nobody -Wait -Timeout 1 {arguments}");
        Assert.Contains("L4CON", down.AssertError("ReadyTimeout").ToString(), StringComparison.Ordinal);

        Assert.Equal("UP", Host.Run($"Resume-HaproxyServer off -Wait -PassThru {arguments}").Single<HaproxyServer>().Status);
        Assert.Contains("is no time", Host.Run($"Resume-HaproxyServer off -Wait -Timeout soon").Terminating!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Traffic_is_measured_as_rates_and_counters_that_began_anew_are_noticed()
    {
        using var load = Process.Start(new ProcessStartInfo("wrk", ["-t1", "-c4", "-d6s", $"http://{Balancer.Address}/health.txt"])
        {
            RedirectStandardOutput = true,
        })!;
        var output = load.StandardOutput.ReadToEndAsync();
        Balancer.Eventually(() => Balancer.Stat("web", Node(5), "hrsp_2xx") is not "0", "the load has begun");
        using var measuring = Host.Start("Measure-HaproxyTraffic web -Interval 0.5 -Count 4");
        await measuring.WaitUntilAsync(m => m.Output.Count >= 5);
        Balancer.Ask("clear counters all");

        var traffic = (await measuring.OutcomeAsync()).As<HaproxyTraffic>();
        await output;
        Assert.Equal(20, traffic.Count);
        Assert.All(traffic.Take(5), t => Assert.True(t.RequestsPerSecond > 10 && t.BytesOutPerSecond > t.RequestsPerSecond, t.ToString()));
        Assert.All(traffic.Take(5), t => Assert.InRange(t.Interval.TotalSeconds, 0.3, 5));
        Assert.All(traffic.Take(5), t => Assert.Equal(0, t.Responses5xxPerSecond));
        var reset = traffic.Where(t => t.CountersReset).ToList();
        Assert.Equal(5, reset.Count);
        Assert.All(reset, t => Assert.Null(t.RequestsPerSecond));
        (await Host.RunAsync("Measure-HaproxyTraffic -Interval 0")).AssertTerminating("ParameterArgumentTransformationError");
    }
}
