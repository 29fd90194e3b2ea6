using System.Diagnostics;
using System.Text;
using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Faults;
using Ultrafarma.Cluster.Tests.Haproxy;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Httpd;

/// <summary>Publishing to nodes in memory: each step, and every way in which it fails.</summary>
public sealed class HttpdPublishTests
{
    private const string New = "KeepAlive On\n";

    /// <summary>Each script of a run at the second node, and each way in which it fails.</summary>
    public static TheoryData<string, Fault> Failures
    {
        get
        {
            var data = new TheoryData<string, Fault>();
            foreach (var script in new[] { "read", "lock", "stage", "apply" })
            {
                foreach (var fault in new[] { Fault.Fails, Fault.TimesOut, Fault.DropsBefore, Fault.Silent, Fault.Garbage, Fault.KilledInTheMiddle })
                {
                    data.Add(script, fault);
                }
            }

            return data;
        }
    }

    [Fact]
    public async Task Each_node_gets_its_own_file_and_nothing_stays_behind()
    {
        var world = new HttpdWorld(3);
        await world.PublishAsync();

        Assert.Equal("Published, Published, Published", world.Actions);
        Assert.All(world.Nodes.Values, n => Assert.Equal(HttpdWorld.Config(n.NodeName, New), n.Config));
        Assert.All(world.Nodes.Values, n => Assert.True(n.Uploads.Count == 0 && n.Holder is null));
        Assert.All(world.Results, r => Assert.Equal(("/backup/1", null, HttpdWorld.Path), (r.Backup, r.Reason, r.Path)));
    }

    [Fact]
    public async Task Nodes_that_have_the_file_are_only_read()
    {
        var world = new HttpdWorld(2);
        await world.PublishAsync(HttpdWorld.Source(""));

        Assert.Equal("Unchanged, Unchanged", world.Actions);
        Assert.All(world.Nodes.Values, n => Assert.Equal(["read"], n.Seen));
    }

    [Fact]
    public async Task Force_and_a_change_that_was_cut_off_reload_all_the_same()
    {
        var forced = new HttpdWorld(2);
        await forced.PublishAsync(HttpdWorld.Source(""), force: true);
        Assert.Equal("Published, Published", forced.Actions);

        var pending = new HttpdWorld(2);
        pending.Nodes["APP02"].IsPending = true;
        await pending.PublishAsync(HttpdWorld.Source(""));
        Assert.Equal("Unchanged, Published", pending.Actions);
    }

    [Fact]
    public async Task The_plan_shows_each_nodes_diff_with_its_own_host()
    {
        var world = new HttpdWorld(2);
        world.Nodes["APP02"].Config = "ServerName APP02\n";
        var steps = await world.Planner.PlanAsync(world, HttpdWorld.Source(""), force: false, CancellationToken.None);

        Assert.Equal([HttpdChangeAction.Unchanged, HttpdChangeAction.Planned], steps.Select(s => s.Action));
        Assert.Equal(
            $"--- APP02:{HttpdWorld.Path}\n+++ web.conf for APP02\n@@ -1 +1,2 @@\n ServerName APP02\n+Listen 80\n", steps[1].Diff);
        Assert.Equal([80], steps[1].Ports);
        Assert.Equal($"publish web.conf to {HttpdWorld.Path} (+1 -0 lines) and reload Apache", steps[1].Describe("publish"));
    }

    [Fact]
    public async Task One_refusal_stops_all_before_any_is_changed_and_names_the_users_own_file()
    {
        var world = new HttpdWorld(3);
        world.Nodes["APP03"].Refusal = "Invalid command 'KeepAlice', perhaps misspelled";
        await world.PublishAsync(options: new HttpdPublishOptions { MaxFailures = 3 });

        Assert.Equal("NotReached, NotReached, Failed", world.Actions);
        Assert.Equal(
            "Apache refuses it, so no node was changed: web.conf, line 3: Invalid command 'KeepAlice', perhaps misspelled",
            world.ResultOf("APP03").Reason);
        Assert.All(world.Nodes.Values, n => Assert.True(n.Uploads.Count == 0 && n.Holder is null && !n.Seen.Contains("apply")));
    }

    [Theory]
    [InlineData("RolledBack")]
    [InlineData("Failed")]
    public async Task A_node_that_does_not_live_with_it_stops_the_batches(string action)
    {
        var world = new HttpdWorld(4);
        world.Nodes["APP02"].Outcome = (action, "Apache does not run");
        await world.PublishAsync();

        Assert.Equal($"Published, {action}, NotReached, NotReached", world.Actions);
        Assert.Equal("Apache does not run", world.ResultOf("APP02").Reason);
        Assert.Contains("-MaxFailures is 0", world.ResultOf("APP03").Reason, StringComparison.Ordinal);
        Assert.All(world.Nodes.Values, n => Assert.True(n.Uploads.Count == 0 && n.Holder is null));
    }

    [Fact]
    public async Task As_many_may_fail_as_the_user_allows()
    {
        var world = new HttpdWorld(4);
        world.Nodes["APP01"].Outcome = ("RolledBack", "x");
        world.Nodes["APP03"].Outcome = ("RolledBack", "x");
        await world.PublishAsync(options: new HttpdPublishOptions { MaxFailures = 1 });
        Assert.Equal("RolledBack, Published, RolledBack, NotReached", world.Actions);
    }

    [Fact]
    public async Task A_batch_is_finished_before_the_count_is_looked_at()
    {
        var world = new HttpdWorld(4);
        world.Nodes["APP01"].Outcome = ("RolledBack", "x");
        await world.PublishAsync(options: new HttpdPublishOptions { BatchSize = 2 });
        Assert.Equal("RolledBack, Published, NotReached, NotReached", world.Actions);
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Whatever_happens_at_one_node_each_has_the_old_or_the_new_file_and_a_second_run_finishes_it(string script, Fault fault)
    {
        var world = new HttpdWorld(3);
        world.Nodes["APP02"].Before = (s, _) => s == script ? Spoil(fault) : Task.FromResult<INodeProcess?>(null);
        await world.PublishAsync();

        Assert.Contains(world.ResultOf("APP02").Action, new[] { HttpdChangeAction.NotReached, HttpdChangeAction.Failed });
        Assert.NotEmpty(world.ResultOf("APP02").Reason!);
        Assert.Equal(3, world.Results.Count);
        Assert.Equal(script == "apply", world.ResultOf("APP01").Action == HttpdChangeAction.Published);
        Assert.Equal(HttpdChangeAction.NotReached, world.ResultOf("APP03").Action);
        Assert.All(world.Nodes.Values, n => Assert.Contains(n.Config, new[] { HttpdWorld.Config(n.NodeName), HttpdWorld.Config(n.NodeName, New) }));
        Assert.All(world.Nodes.Values, n => Assert.Null(n.Holder));

        world.Nodes["APP02"].Before = null;
        world.Results.Clear();
        await world.PublishAsync();
        Assert.All(world.Nodes.Values, n => Assert.Equal(HttpdWorld.Config(n.NodeName, New), n.Config));
        Assert.DoesNotContain(world.Results, r => r.Action is not (HttpdChangeAction.Published or HttpdChangeAction.Unchanged));
    }

    [Fact]
    public async Task A_node_that_is_down_is_left_out_when_the_user_allows_it()
    {
        var world = new HttpdWorld(3);
        world.Nodes["APP01"].Before = (_, _) => Spoil(Fault.DropsBefore);
        await world.PublishAsync(options: new HttpdPublishOptions { MaxFailures = 1 });
        Assert.Equal("NotReached, Published, Published", world.Actions);
    }

    [Fact]
    public async Task Another_run_on_any_node_is_named_and_nothing_is_done()
    {
        var world = new HttpdWorld(3);
        world.Nodes["APP03"].Holder = "maria@admin, process 7, since 2026-11-25T02:00:00Z";
        var error = await Assert.ThrowsAsync<NodeException>(() => world.PublishAsync());

        Assert.Equal(NodeErrorKind.Busy, error.Kind);
        Assert.Contains("maria@admin, process 7, since 2026-11-25T02:00:00Z", error.Message, StringComparison.Ordinal);
        Assert.All(world.Nodes.Values, n => Assert.Equal(HttpdWorld.Config(n.NodeName), n.Config));
        Assert.Null(world.Nodes["APP01"].Holder);
    }

    [Fact]
    public async Task A_lock_that_a_dead_run_left_is_taken_over_and_said()
    {
        var world = new HttpdWorld(1);
        world.Nodes["APP01"].Stale = "maria@admin, process 7, since yesterday";
        await world.PublishAsync();
        Assert.Equal("Published", world.Actions);
        Assert.Contains("maria@admin", Assert.Single(world.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_somebody_changes_after_the_plan_stays()
    {
        var world = new HttpdWorld(2);
        var node = world.Nodes["APP01"];
        node.Before = (s, _) =>
        {
            if (s == "lock")
            {
                node.Config = "ServerName theirs\n";
            }

            return Task.FromResult<INodeProcess?>(null);
        };
        await world.PublishAsync();
        Assert.Equal("NotReached, NotReached", world.Actions);
        Assert.Equal("ServerName theirs\n", node.Config);
        Assert.Contains("changed by somebody else", world.ResultOf("APP01").Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("read")]
    [InlineData("lock")]
    [InlineData("stage")]
    [InlineData("apply")]
    public async Task Ctrl_C_ends_any_step_that_hangs_within_a_second(string script)
    {
        var world = new HttpdWorld(2);
        using var stop = new CancellationTokenSource();
        var reached = new TaskCompletionSource();
        world.Nodes["APP02"].Before = async (s, token) =>
        {
            if (s == script)
            {
                reached.TrySetResult();
                await Task.Delay(Timeout.Infinite, token);
            }

            return null;
        };
        var running = world.PublishAsync(token: stop.Token);
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(10));
        var clock = Stopwatch.StartNew();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(1), clock.Elapsed.ToString());
        Assert.All(world.Nodes.Values, n => Assert.Null(n.Holder));
        Assert.Equal(HttpdWorld.Config("APP02"), world.Nodes["APP02"].Config);
    }

    [Fact]
    public async Task With_drain_each_server_is_out_while_its_node_changes_and_back_afterwards()
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

        await world.PublishAsync(options: new HttpdPublishOptions { Drain = true }, balancer: Side(balancer));
        Assert.Equal("Published, Published", world.Actions);
        Assert.Equal(["True False", "False True"], states);
        Assert.True(balancer["APP01"].IsServing && balancer["APP02"].IsServing);
    }

    [Fact]
    public async Task The_last_server_of_a_backend_is_not_drained_and_its_node_not_changed()
    {
        var world = new HttpdWorld(2);
        var balancer = Balancer(world);
        await world.PublishAsync(options: new HttpdPublishOptions { Drain = true, BatchSize = 2, MaxFailures = 1 }, balancer: Side(balancer));
        Assert.Equal("Published, Failed", world.Actions);
        Assert.Contains("smaller -BatchSize", world.ResultOf("APP02").Reason, StringComparison.Ordinal);
        Assert.Equal(HttpdWorld.Config("APP02"), world.Nodes["APP02"].Config);
        Assert.True(balancer["APP01"].IsServing && balancer["APP02"].IsServing);
    }

    [Fact]
    public async Task A_server_that_somebody_took_out_stays_out()
    {
        var world = new HttpdWorld(2);
        var balancer = Balancer(world, first: "MAINT");
        await world.PublishAsync(options: new HttpdPublishOptions { Drain = true, MaxFailures = 1 }, balancer: Side(balancer));
        Assert.Equal(HttpdChangeAction.Published, world.ResultOf("APP01").Action);
        Assert.Equal("MAINT", balancer["APP01"].Status);
        Assert.DoesNotContain(balancer.Log, l => l.Contains("APP01", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_a_killed_run_left_drained_is_named_with_what_puts_it_back()
    {
        var world = new HttpdWorld(2);
        var balancer = Balancer(world, first: "DRAIN");
        await world.PublishAsync(options: new HttpdPublishOptions { Drain = true, MaxFailures = 1 }, balancer: Side(balancer));
        Assert.Equal(HttpdChangeAction.Published, world.ResultOf("APP01").Action);
        Assert.True(balancer["APP01"].IsDraining);
        Assert.Contains(world.Warnings, w =>
            w.Contains("APP01 was drained before", StringComparison.Ordinal) && w.Contains("Resume-HaproxyServer", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("KeepAlive On\n", false)]
    [InlineData("Include conf.d/*.conf\n", true)]
    [InlineData("<ifmodule x.c>\nListen 81\n</ifmodule>\n", true)]
    public async Task Apaches_program_is_asked_only_where_the_config_depends_on_it(string more, bool isAsked)
    {
        var world = new HttpdWorld(1);
        var steps = await world.Planner.PlanAsync(world, HttpdWorld.Source(more), force: false, CancellationToken.None);
        Assert.Equal([80], Assert.Single(steps).Ports);
        Assert.Equal(isAsked, world.Nodes["APP01"].Seen.Count > 1);
    }

    [Fact]
    public async Task A_node_without_a_living_Apache_stays_drained_and_it_is_said()
    {
        var world = new HttpdWorld(3);
        var balancer = Balancer(world);
        world.Nodes["APP01"].Outcome = ("Failed", "Apache does not run");
        await world.PublishAsync(options: new HttpdPublishOptions { Drain = true }, balancer: Side(balancer));
        Assert.Equal("Failed, NotReached, NotReached", world.Actions);
        Assert.True(balancer["APP01"].IsDraining);
        Assert.Contains("web/APP01 stays drained until Resume-HaproxyServer", world.ResultOf("APP01").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_is_rolled_back_serves_again()
    {
        var world = new HttpdWorld(2);
        var balancer = Balancer(world);
        world.Nodes["APP01"].Outcome = ("RolledBack", "nothing listens on port 81");
        await world.PublishAsync(options: new HttpdPublishOptions { Drain = true }, balancer: Side(balancer));
        Assert.Equal("RolledBack, NotReached", world.Actions);
        Assert.True(balancer["APP01"].IsServing);
    }

    [Fact]
    public async Task A_node_that_the_balancer_does_not_see_up_gets_its_old_file_back()
    {
        var world = new HttpdWorld(2);
        var balancer = Balancer(world);
        var node = world.Nodes["APP01"];
        node.Before = (s, _) =>
        {
            if (s == "apply")
            {
                var isOld = node.Config == HttpdWorld.Config("APP01");
                var (status, state) = isOld
                    ? ("DOWN", Cluster.Haproxy.HaproxyOperationalState.Down)
                    : ("UP", Cluster.Haproxy.HaproxyOperationalState.Up);
                balancer["APP01"] = balancer["APP01"] with { Status = status, OperationalState = state };
            }

            return Task.FromResult<INodeProcess?>(null);
        };
        await world.PublishAsync(
            options: new HttpdPublishOptions { ServingTimeout = TimeSpan.FromMilliseconds(200) }, balancer: Side(balancer));
        Assert.Equal("RolledBack, NotReached", world.Actions);
        Assert.Equal(HttpdWorld.Config("APP01"), node.Config);
        Assert.StartsWith("the balancer did not see it serve: ", world.ResultOf("APP01").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_while_a_server_drains_puts_it_back()
    {
        var world = new HttpdWorld(2);
        var balancer = Balancer(world, sessions: 5);
        using var stop = new CancellationTokenSource();
        balancer.BeforeRead = _ =>
        {
            if (balancer["APP01"].IsDraining)
            {
                stop.CancelAfter(50);
            }
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            world.PublishAsync(options: new HttpdPublishOptions { Drain = true }, balancer: Side(balancer), token: stop.Token));
        Assert.False(balancer["APP01"].IsDraining);
        Assert.Equal(HttpdWorld.Config("APP01"), world.Nodes["APP01"].Config);
    }

    [Fact]
    public async Task A_balancer_that_cannot_be_asked_stops_a_drain_and_only_warns_otherwise()
    {
        var balancer = Balancer(new HttpdWorld(2));
        balancer.BeforeRead = _ => throw new Cluster.Haproxy.HaproxyException(
            Cluster.Haproxy.HaproxyErrorKind.Unreachable, "lb", "lb could not be reached.");
        var drained = new HttpdWorld(2);
        await Assert.ThrowsAsync<Cluster.Haproxy.HaproxyException>(() =>
            drained.PublishAsync(options: new HttpdPublishOptions { Drain = true }, balancer: Side(balancer)));
        Assert.All(drained.Nodes.Values, n => Assert.DoesNotContain("apply", n.Seen));

        var plain = new HttpdWorld(2);
        await plain.PublishAsync(balancer: Side(balancer));
        Assert.Equal("Published, Published", plain.Actions);
        Assert.Contains("lb could not be reached", Assert.Single(plain.Warnings), StringComparison.Ordinal);
    }

    private static HttpdBalancerSide Side(FakeBalancer balancer) => new(balancer, TimeProvider.System, new Progress<OperationProgress>());

    private static FakeBalancer Balancer(HttpdWorld world, string first = "UP", long sessions = 0)
    {
        var balancer = new FakeBalancer();
        foreach (var name in world.NodeNames)
        {
            balancer.Add("web", name, name == "APP01" ? first : "UP", name == "APP01" ? sessions : 0);
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
