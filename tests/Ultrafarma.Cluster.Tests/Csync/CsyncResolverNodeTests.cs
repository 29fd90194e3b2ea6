using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Faults;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Csync;

/// <summary>Resolve on nodes that are away, busy, or not as they were when the conflicts were found.</summary>
public sealed class CsyncResolverNodeTests
{
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
}
