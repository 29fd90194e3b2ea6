using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;
using Xunit;

namespace Ultrafarma.Cluster.Tests.CsyncLab;

/// <summary>A node whose clock is an hour ahead (libfaketime), so that everything on it tells and writes that time.</summary>
public sealed class ClockTests(CsyncCluster cluster) : CsyncLabTest(cluster)
{
    protected override void Dispose(bool disposing)
    {
        Lab.Clock(2, "0");
        base.Dispose(disposing);
    }

    [Fact]
    public void A_clock_that_runs_ahead_is_measured()
    {
        Cluster.OnAll("mkdir -p /data/www/html/sphinx/etc");
        Lab.Clock(2, "+1h");
        var finding = Host.Run("Test-CsyncConfig").AssertNoErrors().Single<CsyncConfigFinding>();
        Assert.Equal((Node(2), FindingSeverity.Warning), (finding.Node, finding.Severity));
        Assert.Matches(@"^The clock is (359\d|360\d)(\.\d)? s ahead of that of CD163820", finding.Message);
    }

    [Fact]
    public void Newest_goes_by_the_times_of_files_and_what_loses_by_a_wrong_clock_is_kept_and_comes_back()
    {
        Cluster.Common(Path("clock.txt"));
        Lab.Clock(2, "+1h");

        // APP01's edit is the later one, and APP02 says that its own is.
        Lab.On(2, $"cd {CsyncCluster.Site} && echo early >clock.txt && touch -d \"@$(date +%s)\" clock.txt && csync2 -cr {CsyncCluster.Site}");
        Lab.On(1, $"cd {CsyncCluster.Site} && echo 'later one' >clock.txt && csync2 -cr {CsyncCluster.Site}");
        var versions = Assert.Single(Conflicts()).Versions;
        Assert.InRange((versions[1].LastWriteTime - versions[0].LastWriteTime)!.Value.TotalMinutes, 59, 60.1);
        var report = Resolve("-Policy Newest");
        AssertAll(report, CsyncResolutionStatus.Resolved, 1);
        Assert.Equal(Node(2), report.Results[0].Winner);
        Assert.All(Cluster.OnAll($"cat {Path("clock.txt")}"), text => Assert.Equal("early\n", text));
        Assert.Empty(Conflicts());

        Host.Set("lost", report.Results[0]);
        AssertAll(Host.Run($"$lost | Restore-CsyncConflict -Node {Node(1)} -Confirm:$false").Single<CsyncResolutionReport>(), CsyncResolutionStatus.Resolved, 1);
        Assert.All(Cluster.OnAll($"cat {Path("clock.txt")}"), text => Assert.Equal("later one\n", text));
        Lab.Clock(2, "0");
        Assert.All(Host.Run("Sync-CsyncGroup").As<CsyncSyncReport>(), r => Assert.Equal(0, r.Refused));
        Cluster.OnAll("rm -rf /var/lib/ultrafarma-cluster");
        Cluster.EndClean();
    }
}
