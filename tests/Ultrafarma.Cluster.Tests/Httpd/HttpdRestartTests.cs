using System.Diagnostics;
using System.Text;
using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Faults;
using Ultrafarma.Cluster.Tests.Haproxy;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Httpd;

/// <summary>Restarting the Apaches of nodes in memory: each step, and every way in which it fails.</summary>
public sealed class HttpdRestartTests
{
    /// <summary>Each script of a run at the second node, and each way in which it fails.</summary>
    public static TheoryData<string, Fault> Failures
    {
        get
        {
            var data = new TheoryData<string, Fault>();
            foreach (var script in new[] { "test", "read", "lock", "apply" })
            {
                foreach (var fault in new[] { Fault.Fails, Fault.TimesOut, Fault.DropsBefore, Fault.Silent, Fault.Garbage, Fault.KilledInTheMiddle })
                {
                    // Silence is what Apache's check says of a good config.
                    if (script != "test" || fault is Fault.DropsBefore or Fault.Fails)
                    {
                        data.Add(script, fault);
                    }
                }
            }

            return data;
        }
    }

    [Theory]
    [InlineData(false, null, "full", 101)]
    [InlineData(true, null, "graceful", 100)]
    [InlineData(true, "service httpd-local restart", "command", 100)]
    [InlineData(false, "service httpd-local restart", "full", 101)]
    public async Task Each_is_restarted_as_it_was_asked_for(bool isGraceful, string? command, string how, int process)
    {
        var world = new HttpdWorld(3) { Settings = new HttpdSettings { ReloadCommand = command } };
        await world.RestartAsync(new HttpdRestartOptions { IsGraceful = isGraceful });

        Assert.All(world.Nodes.Values, n => Assert.Equal([how], n.Restarts));
        Assert.All(world.Restarts, r => Assert.Equal(
            (HttpdRestartAction.Restarted, 100, process, null), (r.Action, r.ProcessIdBefore, r.ProcessId, r.Reason)));
        Assert.All(world.Nodes.Values, n => Assert.Null(n.Holder));
    }

    [Fact]
    public async Task One_after_the_other_unless_told_otherwise()
    {
        var world = new HttpdWorld(3);
        var running = 0;
        var most = 0;
        foreach (var node in world.Nodes.Values)
        {
            node.Before = async (s, token) =>
            {
                if (s == "apply")
                {
                    most = Math.Max(most, Interlocked.Increment(ref running));
                    await Task.Yield();
                    Interlocked.Decrement(ref running);
                }

                return null;
            };
        }

        await world.RestartAsync();
        Assert.Equal(1, most);
        Assert.Equal(world.NodeNames, world.Restarts.Select(r => r.Node));
    }

    [Fact]
    public async Task One_that_does_not_run_is_started()
    {
        var world = new HttpdWorld(1);
        world.Nodes["APP01"].ProcessId = null;
        await world.RestartAsync(new HttpdRestartOptions { IsGraceful = true });
        Assert.Equal("Started", Actions(world));
    }

    [Fact]
    public async Task One_bad_config_stops_all_before_any_is_restarted_however_many_may_fail()
    {
        var world = new HttpdWorld(3);
        world.Nodes["APP03"].Refusal = "Invalid command 'KeepAlice', perhaps misspelled";
        await world.RestartAsync(new HttpdRestartOptions { MaxFailures = 3 });

        Assert.Equal("NotReached, NotReached, Failed", Actions(world));
        Assert.Equal(
            $"Apache refuses its config, so no node was restarted: {HttpdWorld.Path}, line 3: Invalid command 'KeepAlice', perhaps misspelled",
            ResultOf(world, "APP03").Reason);
        Assert.Equal("Apache at APP03 refuses its config", ResultOf(world, "APP01").Reason);
        Assert.All(world.Nodes.Values, n => Assert.DoesNotContain("lock", n.Seen));
    }

    [Theory]
    [InlineData(0, "Restarted, Failed, NotReached, NotReached")]
    [InlineData(1, "Restarted, Failed, Restarted, Restarted")]
    public async Task One_that_does_not_live_ends_it_unless_it_may_fail(int maxFailures, string actions)
    {
        var world = new HttpdWorld(4);
        world.Nodes["APP02"].Outcome = ("Failed", "nothing listens on port 80");
        await world.RestartAsync(new HttpdRestartOptions { MaxFailures = maxFailures });

        Assert.Equal(actions, Actions(world));
        var failed = ResultOf(world, "APP02");
        Assert.Equal((100, null, "nothing listens on port 80"), (failed.ProcessIdBefore, failed.ProcessId, failed.Reason));
        Assert.All(world.Nodes.Values, n => Assert.Null(n.Holder));
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Whatever_happens_at_one_node_it_is_said_and_the_next_is_not_restarted(string script, Fault fault)
    {
        var world = new HttpdWorld(3);
        world.Nodes["APP02"].Before = (s, _) => s == script ? Spoil(fault) : Task.FromResult<INodeProcess?>(null);
        await world.RestartAsync();

        Assert.Contains(ResultOf(world, "APP02").Action, new[] { HttpdRestartAction.NotReached, HttpdRestartAction.Failed });
        Assert.NotEmpty(ResultOf(world, "APP02").Reason!);
        Assert.Equal(script == "apply", ResultOf(world, "APP01").Action == HttpdRestartAction.Restarted);
        Assert.Equal(HttpdRestartAction.NotReached, ResultOf(world, "APP03").Action);
        Assert.Empty(world.Nodes["APP03"].Restarts);
        Assert.All(world.Nodes.Values, n => Assert.Null(n.Holder));
    }

    [Fact]
    public async Task A_publish_that_runs_is_named_and_nothing_is_restarted()
    {
        var world = new HttpdWorld(3);
        world.Nodes["APP03"].Holder = "maria@admin, process 7, since 2026-11-25T02:00:00Z";
        var error = await Assert.ThrowsAsync<NodeException>(() => world.RestartAsync());

        Assert.Equal(NodeErrorKind.Busy, error.Kind);
        Assert.Contains("maria@admin, process 7", error.Message, StringComparison.Ordinal);
        Assert.All(world.Nodes.Values, n => Assert.Empty(n.Restarts));
        Assert.Null(world.Nodes["APP01"].Holder);
    }

    [Fact]
    public async Task Ctrl_C_ends_a_restart_that_hangs_within_a_second_and_gives_the_lock_up()
    {
        var world = new HttpdWorld(2);
        using var stop = new CancellationTokenSource();
        var reached = new TaskCompletionSource();
        world.Nodes["APP01"].Before = async (s, token) =>
        {
            if (s == "apply")
            {
                reached.TrySetResult();
                await Task.Delay(Timeout.Infinite, token);
            }

            return null;
        };
        var running = world.RestartAsync(token: stop.Token);
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(10));
        var clock = Stopwatch.StartNew();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(1), clock.Elapsed.ToString());
        Assert.All(world.Nodes.Values, n => Assert.Null(n.Holder));
    }

    [Fact]
    public async Task With_drain_each_server_is_out_meanwhile_and_back_afterwards()
    {
        var world = new HttpdWorld(2);
        var balancer = Balancer(world);
        var states = new List<string>();
        foreach (var node in world.Nodes.Values)
        {
            node.Before = (s, _) =>
            {
                if (s == "apply")
                {
                    states.Add($"{balancer["APP01"].IsDraining} {balancer["APP02"].IsDraining}");
                }

                return Task.FromResult<INodeProcess?>(null);
            };
        }

        await world.RestartAsync(new HttpdRestartOptions { Drain = true }, Side(balancer));
        Assert.Equal("Restarted, Restarted", Actions(world));
        Assert.Equal(["True False", "False True"], states);
        Assert.True(balancer["APP01"].IsServing && balancer["APP02"].IsServing);
    }

    [Fact]
    public async Task The_last_server_of_a_backend_is_not_drained_and_its_node_not_restarted()
    {
        var world = new HttpdWorld(2);
        var balancer = Balancer(world);
        await world.RestartAsync(new HttpdRestartOptions { Drain = true, BatchSize = 2 }, Side(balancer));
        Assert.Equal("Restarted, Failed", Actions(world));
        Assert.Contains("smaller -BatchSize", ResultOf(world, "APP02").Reason, StringComparison.Ordinal);
        Assert.Empty(world.Nodes["APP02"].Restarts);
        Assert.True(balancer["APP01"].IsServing && balancer["APP02"].IsServing);
    }

    [Theory]
    [InlineData("Failed", true)]
    [InlineData("Refused", false)]
    [InlineData("Busy", false)]
    public async Task A_server_stays_out_only_where_apache_may_be_dead(string action, bool isOut)
    {
        var world = new HttpdWorld(2);
        var balancer = Balancer(world);
        world.Nodes["APP01"].Outcome = (action, "why");
        await world.RestartAsync(new HttpdRestartOptions { Drain = true }, Side(balancer));

        Assert.Equal("Failed, NotReached", Actions(world));
        Assert.Equal(isOut, balancer["APP01"].IsDraining);
        Assert.Equal(isOut, ResultOf(world, "APP01").Reason!.Contains("web/APP01 stays drained until Resume-HaproxyServer", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_that_the_balancer_does_not_see_serve_afterwards_has_failed()
    {
        var world = new HttpdWorld(2);
        var balancer = Balancer(world);
        world.Nodes["APP01"].Before = (s, _) =>
        {
            if (s == "apply")
            {
                balancer["APP01"] = balancer["APP01"] with { Status = "DOWN", OperationalState = HaproxyOperationalState.Down };
            }

            return Task.FromResult<INodeProcess?>(null);
        };
        await world.RestartAsync(new HttpdRestartOptions { ServingTimeout = TimeSpan.FromMilliseconds(200) }, Side(balancer));
        Assert.Equal("Failed, NotReached", Actions(world));
        Assert.StartsWith("Apache was restarted and lives, but the balancer does not see it serve: ", ResultOf(world, "APP01").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_balancer_that_cannot_be_asked_stops_a_drain_and_only_warns_otherwise()
    {
        var balancer = Balancer(new HttpdWorld(2));
        balancer.BeforeRead = _ => throw new HaproxyException(HaproxyErrorKind.Unreachable, "lb", "lb could not be reached.");
        var drained = new HttpdWorld(2);
        await Assert.ThrowsAsync<HaproxyException>(() => drained.RestartAsync(new HttpdRestartOptions { Drain = true }, Side(balancer)));
        Assert.All(drained.Nodes.Values, n => Assert.Empty(n.Restarts));

        var plain = new HttpdWorld(2);
        await plain.RestartAsync(balancer: Side(balancer));
        Assert.Equal("Restarted, Restarted", Actions(plain));
        Assert.Contains("lb could not be reached", Assert.Single(plain.Warnings), StringComparison.Ordinal);
    }

    private static string Actions(HttpdWorld world) =>
        string.Join(", ", world.Restarts.OrderBy(r => r.Node, StringComparer.Ordinal).Select(r => r.Action));

    private static HttpdRestartResult ResultOf(HttpdWorld world, string node) => world.Restarts.Single(r => r.Node == node);

    private static HttpdBalancerSide Side(FakeBalancer balancer) => new(balancer, TimeProvider.System, new Progress<OperationProgress>());

    private static FakeBalancer Balancer(HttpdWorld world)
    {
        var balancer = new FakeBalancer();
        foreach (var name in world.NodeNames)
        {
            balancer.Add("web", name, "UP", 0);
        }

        return balancer;
    }

    private static Task<INodeProcess?> Spoil(Fault fault) => Task.FromResult<INodeProcess?>(fault switch
    {
        Fault.DropsBefore => throw new NodeException(NodeErrorKind.ConnectionLost, "APP02", "APP02: the connection broke."),
        Fault.TimesOut => new FakeProcess([], [], 124),
        Fault.Silent => new FakeProcess([], [], 0),
        Fault.Garbage => new FakeProcess(Encoding.Latin1.GetBytes("\u00ff\0x\t\0-9\0\n"), [], 0),
        Fault.KilledInTheMiddle => new FakeProcess([], [], 143),
        _ => new FakeProcess([], "disk on fire\n"u8.ToArray(), 1),
    });
}
