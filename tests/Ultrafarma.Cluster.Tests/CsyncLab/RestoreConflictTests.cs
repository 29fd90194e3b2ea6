using Ultrafarma.Cluster.Csync;
using Xunit;

namespace Ultrafarma.Cluster.Tests.CsyncLab;

/// <summary>Restore-CsyncConflict: a version that lost comes back, on every node.</summary>
public sealed class RestoreConflictTests(CsyncCluster cluster) : CsyncLabTest(cluster)
{
    [Fact]
    public void A_chosen_version_comes_back_everywhere_with_its_mode_and_owner()
    {
        var path = Path("restore me.txt");
        Cluster.Write(1, path, "one\n");
        Cluster.Write(2, path, "two\n", more: "chmod 640 \"$f\"; chown 1999:1999 \"$f\"");
        Cluster.Write(3, path, "three\n");
        var lost = Cluster.Look(path)[1];
        Host.Set("lost", Host.Run($"Get-CsyncConflict | Resolve-CsyncConflict -Winner {Node(1)} -Confirm:$false -PassThru").Single<CsyncResolution>());

        // Two versions lost: one must be named, and one that is kept.
        Host.Run("$lost | Restore-CsyncConflict -Confirm:$false").AssertError("VersionNotKept");
        Host.Run($"$lost | Restore-CsyncConflict -Node {Node(1)} -Confirm:$false").AssertError("VersionNotKept");
        var before = Cluster.Snapshot();
        Host.Run($"$lost | Restore-CsyncConflict -Node {Node(2)} -WhatIf").AssertNoErrors();
        Assert.Equal(before, Cluster.Snapshot());

        var report = Host.Run($"$lost | Restore-CsyncConflict -Node {Node(2)} -Confirm:$false").Single<CsyncResolutionReport>();
        AssertAll(report, CsyncResolutionStatus.Resolved, 1);
        Assert.All(Cluster.Look(path), look => Assert.Equal(lost, look));

        // And by its path, without the result: the version of APP03 lies on APP03.
        var kept = Lab.On(3, $"ls -d {CsyncCluster.Kept}/*{CsyncCluster.Site}/rest* | xargs -d '\\n' grep -l three").TrimEnd('\n');
        var byPath = Host.Run("param($p, $n, $b) Restore-CsyncConflict -Path $p -Node $n -BackupPath $b -Confirm:$false", path, Node(3), kept);
        AssertAll(byPath.Single<CsyncResolutionReport>(), CsyncResolutionStatus.Resolved, 1);
        Assert.All(Cluster.OnAll($"cat '{path}'"), text => Assert.Equal("three\n", text));
        Assert.Empty(Conflicts());
        Cluster.EndClean();
    }

    [Fact]
    public void A_deletion_that_lost_comes_back_too()
    {
        var path = Path("gone.txt");
        Cluster.Common(path);
        Lab.On(2, $"rm {path}; csync2 -cr {CsyncCluster.Site}");
        Cluster.Write(1, path, "changed\n");
        Host.Set("lost", Host.Run($"Get-CsyncConflict | Resolve-CsyncConflict -Winner {Node(1)} -Confirm:$false -PassThru").Single<CsyncResolution>());
        Assert.All(Cluster.OnAll($"cat {path}"), text => Assert.Equal("changed\n", text));

        var report = Host.Run($"$lost | Restore-CsyncConflict -Node {Node(2)} -Confirm:$false").Single<CsyncResolutionReport>();
        AssertAll(report, CsyncResolutionStatus.Resolved, 1);
        Assert.All(Cluster.Look(path), look => Assert.Equal("absent\n", look));
        Cluster.EndClean();
    }

    [Fact]
    public void A_kept_copy_that_is_gone_is_an_error_and_changes_nothing()
    {
        var path = Path("kept.txt");
        Cluster.Common(path);
        var before = Cluster.Trees();
        var outcome = Host.Run($"Restore-CsyncConflict -Path {path} -Node {Node(2)} -BackupPath {CsyncCluster.Kept}/none{path} -Confirm:$false");
        Assert.Contains("the kept version is gone", outcome.AssertError("CommandFailed").ToString(), StringComparison.Ordinal);
        Assert.Equal(before, Cluster.Trees());
        Cluster.EndClean();
    }
}
