using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.CsyncLab;

/// <summary>Servers that fail while Resolve-CsyncConflict works: nothing is lost, and a second run ends the job.</summary>
public sealed class ResolveFaultTests(CsyncCluster cluster) : CsyncLabTest(cluster)
{
    private static readonly (string Old, string New) s_impatient = ("ConnectTimeoutSeconds = 5", "ConnectTimeoutSeconds = 2");

    [Fact]
    public void A_node_that_was_cut_since_Get_is_left_out_and_is_owed_its_delivery()
    {
        Lab.Conflict(3);
        using var host = Cluster.Connect(s_impatient);
        host.Set("found", host.Run("Get-CsyncConflict").As<CsyncConflict>());
        Lab.Cut(5);
        var outcome = host.Run($"$found | Resolve-CsyncConflict -Winner {Node(2)} -Confirm:$false");
        var report = outcome.Single<CsyncResolutionReport>();
        AssertAll(report, CsyncResolutionStatus.Resolved, 3);
        Assert.All(report.Results, r => Assert.Contains($"still to be delivered to {Node(5)}", r.Reason, StringComparison.Ordinal));
        Assert.All(report.Results, r => Assert.DoesNotContain(r.Backups, b => b.Node == Node(5)));
        Assert.Equal([0, 0, 0, 0, 0], Cluster.ForcedCounts());
        Assert.Equal([0, 3, 0, 0, 12], Cluster.RowCounts());

        // A winner that is cut is an error of its own, and nothing happens.
        var before = Cluster.Snapshot();
        host.Run($"$found | Resolve-CsyncConflict -Winner {Node(5)} -Confirm:$false").AssertError("Unreachable");
        Assert.Equal(before, Cluster.Snapshot());

        Lab.Heal(5);
        AssertAll(Resolve($"-Winner {Node(2)}"), CsyncResolutionStatus.Resolved, 3);
        Cluster.EndClean();
    }

    [Fact]
    public async Task A_node_that_is_cut_during_the_push_costs_its_time_and_leaves_no_force_marks()
    {
        Lab.Conflict(20);
        Lab.Slow(3, 200);
        using var host = Cluster.Connect(s_impatient, ("Csync = @{", "Csync = @{ PushTimeoutSeconds = 4;"));
        using var running = host.Start($"Get-CsyncConflict | Resolve-CsyncConflict -Winner {Node(1)} -Confirm:$false");
        await running.WaitUntilAsync(IsPushing);
        Lab.Cut(3);
        var outcome = await running.OutcomeAsync();
        Assert.Null(outcome.Terminating);
        var report = Assert.IsType<CsyncResolutionReport>(Assert.Single(outcome.Output).BaseObject);
        Assert.Equal(20, report.Results.Count);
        Assert.All(report.Results, r => Assert.Contains(Node(3), r.Reason, StringComparison.Ordinal));
        Assert.Equal([0, 0, 0, 0, 0], Cluster.ForcedCounts());
        var trees = Cluster.Trees();
        Assert.All([1, 3, 4], i => Assert.Equal(trees[0], trees[i]));

        // The node's own sshd takes its time to notice that a session is dead, and holds the schedules until then.
        Lab.Heal(3);
        Lab.Slow(3, 0);
        Lab.Stop(3, "sshd");
        Lab.Start(3, "sshd");
        var again = Resolve($"-Winner {Node(1)}");
        Assert.Equal(again.Results.Count, again.Resolved);
        Lab.On(1, "csync2 -u");
        Cluster.EndClean();
    }

    [Fact]
    public void A_csync2_that_is_down_or_hangs_at_a_peer_is_named_and_the_others_get_the_version()
    {
        Lab.Conflict(3);
        Lab.Stop(4, "csync2");
        Lab.Hang(5);
        using var host = Cluster.Connect(("Csync = @{", "Csync = @{ PushTimeoutSeconds = 3;"));
        var outcome = host.Run($"Get-CsyncConflict | Resolve-CsyncConflict -Winner {Node(1)} -Confirm:$false");
        Assert.Equal("ConflictsRemain", PipelineOutcome.IdOf(Assert.Single(outcome.Errors)));
        var report = Assert.IsType<CsyncResolutionReport>(Assert.Single(outcome.Output).BaseObject);
        AssertAll(report, CsyncResolutionStatus.Failed, 3);
        Assert.All(report.Results, r => Assert.Contains($"{Node(4)}: ", r.Reason, StringComparison.Ordinal));
        Assert.InRange(outcome.Elapsed.TotalSeconds, 3, 12);
        Assert.Equal([0, 0, 0, 0, 0], Cluster.ForcedCounts());
        Assert.Equal([6, 0, 0, 12, 12], Cluster.RowCounts());

        Lab.Start(4, "csync2");
        outcome = host.Run($"Get-CsyncConflict | Resolve-CsyncConflict -Winner {Node(1)} -Confirm:$false");
        report = Assert.IsType<CsyncResolutionReport>(Assert.Single(outcome.Output).BaseObject);
        Assert.All(report.Results, r => Assert.Contains($"{Node(5)}: csync2 there did not answer in its time", r.Reason, StringComparison.Ordinal));
        Lab.Start(5, "csync2");
        AssertAll(Resolve($"-Winner {Node(1)}"), CsyncResolutionStatus.Resolved, 3);
        Cluster.EndClean();
    }

    [Fact]
    public void A_loser_whose_disk_is_full_keeps_what_it_has()
    {
        Lab.Conflict(2, "--nodes", "1,2,3");
        Lab.On(1, $"for f in {CsyncCluster.Site}/upload/*; do head -c 300000 /dev/urandom >$f; done; csync2 -cr {CsyncCluster.Site}");
        var mine = Cluster.Look(Path("upload/upload-00001.txt"))[1];
        Lab.Fill(2);
        var outcome = Host.Run($"Get-CsyncConflict | Resolve-CsyncConflict -Winner {Node(1)} -Confirm:$false");
        var report = Assert.IsType<CsyncResolutionReport>(Assert.Single(outcome.Output).BaseObject);
        AssertAll(report, CsyncResolutionStatus.Failed, 2);
        Assert.All(report.Results, r => Assert.Contains(Node(2), r.Reason, StringComparison.Ordinal));
        Assert.Equal("ConflictsRemain", PipelineOutcome.IdOf(Assert.Single(outcome.Errors)));
        Assert.Equal(mine, Cluster.Look(Path("upload/upload-00001.txt"))[1]);
        Assert.Equal([0, 0, 0, 0, 0], Cluster.ForcedCounts());

        Lab.DrainDisk(2);
        var again = Resolve($"-Winner {Node(1)}");
        Assert.Equal(again.Results.Count, again.Resolved);
        Lab.On(1, "csync2 -u");
        Cluster.EndClean();
    }

    [Fact]
    public void When_the_losing_versions_cannot_be_kept_nothing_is_overwritten()
    {
        Lab.Conflict(3);
        Lab.Fill(4, "backup");
        var before = Cluster.Trees();
        var outcome = Host.Run($"Get-CsyncConflict | Resolve-CsyncConflict -Winner {Node(1)} -Confirm:$false");
        var report = Assert.IsType<CsyncResolutionReport>(Assert.Single(outcome.Output).BaseObject);
        AssertAll(report, CsyncResolutionStatus.Failed, 3);
        Assert.All(report.Results, r => Assert.Matches($"could not be kept, so nothing was overwritten: .*{Node(4)}.*No space left", r.Reason));
        Assert.Equal(before, Cluster.Trees());
        Assert.Equal([12, 12, 12, 12, 12], Cluster.RowCounts());
        Assert.Equal([0, 0, 0, 0, 0], Cluster.ForcedCounts());

        Lab.DrainDisk(4, "backup");
        AssertAll(Resolve($"-Winner {Node(1)}"), CsyncResolutionStatus.Resolved, 3);
        Cluster.EndClean();
    }

    [Fact]
    public void A_user_without_rights_gets_an_error_that_says_so()
    {
        Lab.Conflict(1);
        using var host = new ModuleHost();
        var credential = Secrets.Credential("deploy", Secrets.Password);
        var inventory = Cluster.InventoryWith(($"KeyFile = '{Lab.State}/id_ed25519'; ", ""));
        host.Run("param($p, $c) Connect-WebCluster $p -Credential $c", inventory, credential).AssertNoErrors();
        var before = Cluster.Snapshot();

        // Everybody may read Debian's csync2 databases.
        host.Set("found", host.Run("Get-CsyncConflict").As<CsyncConflict>());
        host.Run($"$found | Resolve-CsyncConflict -Winner {Node(1)} -Confirm:$false").AssertError("PermissionDenied");
        Assert.Equal(before, Cluster.Snapshot());
        Assert.Equal([0, 0, 0, 0, 0], Cluster.ForcedCounts());
    }

    internal static bool IsPushing(RunningPipeline running) =>
        running.Progress.Any(p => p.StatusDescription.StartsWith("Pushing ", StringComparison.Ordinal));
}
