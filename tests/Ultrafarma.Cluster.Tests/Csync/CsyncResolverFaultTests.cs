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
}
