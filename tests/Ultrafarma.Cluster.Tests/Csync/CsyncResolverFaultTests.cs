using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Faults;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Csync;

/// <summary>Every step of Resolve, spoiled in every way, on the winner and on a loser.</summary>
public sealed class CsyncResolverFaultTests
{
    private static readonly string[] WinnersSteps =
        ["hold#1", "rows#1", "facts#1", "checktxt#1", "folders#1", "apply#1", "rows#2", "facts#2", "hash#1"];

    private static readonly string[] LosersSteps =
        ["hold#1", "rows#1", "facts#1", "checktxt#1", "backup#1", "rows#2", "facts#2", "hash#1"];

    public static TheoryData<string, string, Fault> Everything
    {
        get
        {
            var data = new TheoryData<string, string, Fault>();
            foreach (var fault in Enum.GetValues<Fault>().Where(f => f != Fault.Hangs))
            {
                foreach (var (node, step) in Steps())
                {
                    data.Add(node, step, fault);
                }
            }

            return data;
        }
    }

    public static TheoryData<string, string> EveryStep
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (node, step) in Steps())
            {
                data.Add(node, step);
            }

            return data;
        }
    }

    [Fact]
    public async Task The_steps_are_those_that_a_run_takes()
    {
        var scene = new CsyncScene();
        var conflicts = (await scene.Cluster.FindAsync()).Conflicts;
        Assert.Equal(CsyncScene.Conflicting, conflicts.Select(c => c.Path));
        Assert.All(scene.Cluster.NodeNames, n => scene.Cluster.Shell(n).Reset());

        var results = await scene.Cluster.ResolveAsync(conflicts, CsyncScene.Winner);

        Assert.All(results, r => Assert.True(r.Status == CsyncResolutionStatus.Resolved, $"{r.DisplayPath}: {r.Status} {r.Reason}"));
        Assert.Equal(WinnersSteps, scene.Cluster.Shell("n1").Seen);
        Assert.Equal(LosersSteps, scene.Cluster.Shell("n2").Seen);
        scene.AssertNothingIsLost();
        scene.AssertNothingIsHeld();
        scene.AssertNoForceIsLeft();
        scene.AssertPendingWaits();
        await scene.AssertResolvedAsync();
    }

    [Fact]
    public async Task Safe_only_touches_what_is_safe()
    {
        var scene = new CsyncScene();
        var results = await scene.Cluster.ResolveAsync((await scene.Cluster.FindAsync()).Conflicts, winner: null);
        Assert.Equal(
            ["/d/same", "/d/stale"],
            results.Where(r => r.Status == CsyncResolutionStatus.Resolved).Select(r => r.Path).Order(StringComparer.Ordinal));
        Assert.Equal(8, results.Count(r => r.Status == CsyncResolutionStatus.Skipped));
        scene.AssertNothingIsLost();
        scene.AssertPendingWaits();
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task Whatever_breaks_nothing_is_lost_and_a_second_run_repairs(string node, string step, Fault fault)
    {
        var scene = new CsyncScene();
        var conflicts = (await scene.Cluster.FindAsync()).Conflicts;
        scene.Cluster.Shell(node).Inject(step, fault);

        IReadOnlyList<CsyncResolution> results = [];
        var error = await Record.ExceptionAsync(async () => results = await scene.Cluster.ResolveAsync(conflicts, CsyncScene.Winner));

        Assert.True(scene.Cluster.Shell(node).Struck);
        Assert.True(error is null or NodeException, error?.ToString());
        scene.AssertNothingIsLost();
        scene.AssertNothingIsHeld();
        scene.AssertNoForceIsLeft();
        scene.AssertPendingWaits();
        AssertTrue(scene, results, error);

        scene.Cluster.Shell(node).Reset();
        var again = await scene.Cluster.ResolveAsync((await scene.Cluster.FindAsync()).Conflicts, CsyncScene.Winner);

        Assert.All(again, r => Assert.True(r.Status == CsyncResolutionStatus.Resolved, $"{r.DisplayPath}: {r.Status} {r.Reason}"));
        scene.AssertNothingIsLost();
        scene.AssertNothingIsHeld();
        await scene.AssertResolvedAsync();
    }

    [Theory]
    [MemberData(nameof(EveryStep))]
    public async Task Cancelled_at_any_step_it_ends_at_once_and_a_second_run_repairs(string node, string step)
    {
        var scene = new CsyncScene();
        var conflicts = (await scene.Cluster.FindAsync()).Conflicts;
        scene.Cluster.Shell(node).Inject(step, Fault.Hangs);
        using var cancellation = new CancellationTokenSource();

        var run = scene.Cluster.ResolveAsync(conflicts, CsyncScene.Winner, cancellationToken: cancellation.Token);
        while (!scene.Cluster.Shell(node).Struck)
        {
            Assert.False(run.IsCompleted, run.Exception?.ToString());
            await Task.Delay(1);
        }

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(TimeSpan.FromSeconds(30)));
        scene.AssertNothingIsLost();
        scene.AssertNothingIsHeld();
        scene.AssertPendingWaits();

        scene.Cluster.Shell(node).Reset();
        await scene.Cluster.ResolveAsync((await scene.Cluster.FindAsync()).Conflicts, CsyncScene.Winner);
        scene.AssertNothingIsLost();
        await scene.AssertResolvedAsync();
    }

    [Theory]
    [InlineData("rows#1")]
    [InlineData("facts#1")]
    [InlineData("hash#1")]
    [InlineData("checktxt#1")]
    public async Task A_fault_during_the_first_look_makes_nothing_look_safe(string step)
    {
        foreach (var fault in Enum.GetValues<Fault>().Where(f => f is not (Fault.Hangs or Fault.Noise)))
        {
            foreach (var node in new[] { "n1", "n2" })
            {
                var scene = new CsyncScene();
                scene.Cluster.Shell(node).Inject(step, fault);
                var findings = await scene.Cluster.FindAsync();
                Assert.True(scene.Cluster.Shell(node).Struck);
                scene.Cluster.Shell(node).Reset();

                await scene.Cluster.ResolveAsync(findings.Conflicts, winner: null);

                scene.AssertNothingIsLost();
                scene.AssertPendingWaits();
                var settled = scene.Cluster.Node("n2").Files["/d/content"].Content + scene.Cluster.Node("n2").Files["/d/mode"].Mode;
                Assert.True(settled == "2600", $"{node} {step} {fault}");
                Assert.False(scene.Cluster.Node("n2").Files.ContainsKey("/d/gone at n2"), $"{node} {step} {fault}");
            }
        }
    }

    [Fact]
    public async Task A_node_that_did_not_answer_to_Get_but_does_now_keeps_its_version()
    {
        var scene = new CsyncScene();
        scene.Cluster.Shell("n2").Inject("rows#1", Fault.DropsBefore);
        var findings = await scene.Cluster.FindAsync();
        Assert.Equal("n2", Assert.Single(findings.Failures).NodeName);
        Assert.All(findings.Conflicts, c => Assert.Equal(CsyncConflictKind.Unknown, c.Kind));
        Assert.NotEmpty(findings.Conflicts);
        scene.Cluster.Shell("n2").Reset();

        await scene.Cluster.ResolveAsync(findings.Conflicts, CsyncScene.Winner);

        scene.AssertNothingIsLost();
    }

    [Fact]
    public async Task A_file_that_changed_since_is_left_alone_with_a_warning()
    {
        var scene = new CsyncScene();
        var conflicts = (await scene.Cluster.FindAsync()).Conflicts;
        scene.Cluster.Node("n2").Change("/d/content", CsyncScene.File("2 again"));
        scene.Cluster.Node("n1").Change("/d/mode", scene.Cluster.Node("n1").Files["/d/mode"]);
        scene.Cluster.Node("n3").Change("/d/same", null);
        var warnings = new List<string>();

        var results = await scene.Cluster.ResolveAsync(conflicts, CsyncScene.Winner, warnings);

        string[] changed = ["/d/content", "/d/mode", "/d/same"];
        Assert.Equal(changed, results.Where(r => r.Status == CsyncResolutionStatus.Skipped).Select(r => r.Path).Order(StringComparer.Ordinal));
        Assert.All(changed, path => Assert.Contains(warnings, w => w.StartsWith(path + " changed on n", StringComparison.Ordinal)));
        Assert.Equal(3, warnings.Count);
        Assert.Equal("2 again", scene.Cluster.Node("n2").Files["/d/content"].Content);
        Assert.Equal("600", scene.Cluster.Node("n2").Files["/d/mode"].Mode);
        Assert.Equal(7, results.Count(r => r.Status == CsyncResolutionStatus.Resolved));
    }

    [Fact]
    public async Task A_second_run_beside_the_first_is_told_who_is_at_work()
    {
        var scene = new CsyncScene();
        var conflicts = (await scene.Cluster.FindAsync()).Conflicts;
        scene.Cluster.Node("n3").Holder = "ana@lb01, process 12, since 2026-07-01T12:00:00Z";

        var error = await Assert.ThrowsAsync<NodeException>(() => scene.Cluster.ResolveAsync(conflicts, CsyncScene.Winner));

        Assert.Equal((NodeErrorKind.Busy, "n3"), (error.Kind, error.NodeName));
        Assert.Contains("ana@lb01, process 12", error.Message, StringComparison.Ordinal);
        Assert.Null(scene.Cluster.Node("n1").Holder);
        Assert.DoesNotContain("apply#1", scene.Cluster.Shell("n1").Seen);
        scene.AssertNothingIsLost();
    }

    [Fact]
    public async Task A_hold_that_says_nothing_is_given_up_and_nothing_is_done()
    {
        var scene = new CsyncScene();
        var conflicts = (await scene.Cluster.FindAsync()).Conflicts;
        scene.Cluster.Shell("n2").Inject("hold#1", Fault.Hangs);
        var run = scene.Cluster.ResolveAsync(conflicts, CsyncScene.Winner);

        var error = await Assert.ThrowsAsync<NodeException>(() => run.WaitAsync(TimeSpan.FromSeconds(30)));

        Assert.Equal((NodeErrorKind.CommandTimeout, "n2"), (error.Kind, error.NodeName));
        Assert.DoesNotContain("apply#1", scene.Cluster.Shell("n1").Seen);
        scene.AssertNothingIsHeld();
    }

    [Fact]
    public async Task A_node_that_cannot_be_reached_is_left_out_and_keeps_its_version()
    {
        var scene = new CsyncScene();
        var conflicts = (await scene.Cluster.FindAsync()).Conflicts;
        scene.Cluster.Shell("n3").Inject("hold#1", Fault.DropsBefore);

        var results = await scene.Cluster.ResolveAsync(conflicts, CsyncScene.Winner);

        Assert.Equal(["hold#1"], scene.Cluster.Shell("n3").Seen);
        Assert.Equal("3", scene.Cluster.Node("n3").Files["/d/three"].Content);
        Assert.Equal("base", scene.Cluster.Node("n3").Files["/d/content"].Content);
        Assert.Equal("1", scene.Cluster.Node("n2").Files["/d/content"].Content);
        Assert.Contains("still to be delivered to n3", results.First(r => r.Path == "/d/content").Reason, StringComparison.Ordinal);
        scene.AssertNothingIsLost();
    }

    [Fact]
    public async Task A_peer_whose_csync2_does_not_answer_is_named()
    {
        var scene = new CsyncScene();
        var conflicts = (await scene.Cluster.FindAsync()).Conflicts;
        scene.Cluster.Node("n2").ServesCsync = false;

        var results = await scene.Cluster.ResolveAsync(conflicts, CsyncScene.Winner);

        var content = results.First(r => r.Path == "/d/content");
        Assert.Equal(CsyncResolutionStatus.Failed, content.Status);
        Assert.Equal("n2: ERROR: Connection to remote host `n2' failed.", content.Reason);
        scene.AssertNothingIsLost();
        scene.AssertNoForceIsLeft();
    }

    [Fact]
    public async Task Two_nodes_that_are_down_are_tried_once_and_side_by_side()
    {
        var scene = new CsyncScene();
        var conflicts = (await scene.Cluster.FindAsync()).Conflicts;
        var group = new DownGroup(scene.Cluster, ["n2", "n3"]);

        var findings = await new CsyncConflictFinder(group, scene.Cluster.Settings).FindAsync(null, null, CancellationToken.None);
        Assert.Equal(["n2", "n3"], findings.Failures.Select(f => f.NodeName));
        Assert.Equal([1, 1], group.Attempts);

        var resolver = new CsyncResolver(
            group, scene.Cluster.Settings, new CsyncRunOptions("tester", DateTimeOffset.UnixEpoch), null, _ => { });
        var results = await resolver.ResolveAsync(
            conflicts, new CsyncChoice("n1", CsyncWinnerPolicy.SafeOnly), (_, _) => Task.FromResult(true), CancellationToken.None);
        Assert.Equal([2, 2], group.Attempts);
        Assert.Equal(conflicts.Count, results.Count);
        Assert.Equal("2", scene.Cluster.Node("n2").Files["/d/content"].Content);
        scene.AssertNothingIsLost();
    }

    [Fact]
    public async Task A_winner_that_is_down_ends_the_run_before_anything_is_done()
    {
        var scene = new CsyncScene();
        var conflicts = (await scene.Cluster.FindAsync()).Conflicts;
        scene.Cluster.Shell("n1").Inject("hold#1", Fault.DropsBefore);
        var error = await Assert.ThrowsAsync<NodeException>(() => scene.Cluster.ResolveAsync(conflicts, CsyncScene.Winner));
        Assert.Equal("n1", error.NodeName);
        scene.AssertNothingIsHeld();
        Assert.DoesNotContain("backup#1", scene.Cluster.Shell("n2").Seen);
    }

    private static IEnumerable<(string Node, string Step)> Steps() =>
        WinnersSteps.Select(s => ("n1", s)).Concat(LosersSteps.Select(s => ("n2", s)));

    /// <summary>What is reported must be so: Resolved paths are resolved, and a copy that is named exists.</summary>
    private static void AssertTrue(CsyncScene scene, IReadOnlyList<CsyncResolution> results, Exception? error)
    {
        Assert.Equal(error is null ? CsyncScene.Conflicting.Count : 0, results.Count);
        foreach (var result in results)
        {
            if (result.Status == CsyncResolutionStatus.Resolved)
            {
                var expected = scene.Cluster.Node("n1").Files.GetValueOrDefault(result.Path)?.Version;
                var owed = scene.Cluster.Node("n1").Dirty.GetValueOrDefault(result.Path)?.Keys.ToList() ?? [];
                Assert.All(
                    scene.Cluster.Nodes.Where(n => !owed.Contains(n.Host)),
                    n => Assert.Equal(expected, n.Files.GetValueOrDefault(result.Path)?.Version));
            }
            else
            {
                Assert.False(string.IsNullOrEmpty(result.Reason));
            }

            Assert.All(result.Backups, b => Assert.Contains(b.Path, scene.Cluster.Node(b.Node).Files.Keys));
        }
    }

    /// <summary>Some nodes refuse to be reached, but not before all of them are being tried: in a row that would never be.</summary>
    private sealed class DownGroup(FakeCluster cluster, string[] down) : INodeGroup
    {
        private readonly TaskCompletionSource[] _rounds = [.. Enumerable.Range(0, 2).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];
        private readonly int[] _attempts = new int[down.Length];
        private readonly Dictionary<string, INodeShell> _shells = [];

        public IReadOnlyList<string> NodeNames => cluster.NodeNames;

        public IReadOnlyList<string> KnownNames => NodeNames;

        public int ThrottleLimit => 16;

        public IReadOnlyList<int> Attempts => _attempts;

        public INodeShell this[string nodeName]
        {
            get
            {
                lock (_shells)
                {
                    var index = Array.IndexOf(down, nodeName);
                    if (index < 0)
                    {
                        return ((INodeGroup)cluster)[nodeName];
                    }

                    if (!_shells.TryGetValue(nodeName, out var shell))
                    {
                        _shells[nodeName] = shell = new ReconnectingShell(nodeName, async token =>
                        {
                            var round = Interlocked.Increment(ref _attempts[index]);
                            if (_attempts.All(a => a >= round))
                            {
                                _rounds[round - 1].TrySetResult();
                            }

                            await _rounds[round - 1].Task.WaitAsync(TimeSpan.FromSeconds(60), token);
                            throw new NodeException(NodeErrorKind.Unreachable, nodeName, "nothing answers");
                        });
                    }

                    return shell;
                }
            }
        }
    }
}
