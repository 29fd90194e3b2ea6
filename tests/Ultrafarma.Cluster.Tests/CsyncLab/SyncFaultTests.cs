using System.Management.Automation;
using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.CsyncLab;

/// <summary>Sync-CsyncGroup while a cable is pulled, a disk fills up, or another run begins: the other nodes go on.</summary>
public sealed class SyncFaultTests(CsyncCluster cluster) : CsyncLabTest(cluster)
{
    private static readonly (string Old, string New) s_impatient = ("Csync = @{", "Csync = @{ PushTimeoutSeconds = 3;");
    private static readonly (string Old, string New) s_watchful = ("ConnectTimeoutSeconds = 5", "ConnectTimeoutSeconds = 3; KeepAliveSeconds = 1");

    protected override void Dispose(bool disposing)
    {
        Cluster.OnAll("rm -rf /var/lib/ultrafarma-cluster");
        base.Dispose(disposing);
    }

    [Fact]
    public async Task Nodes_that_are_cut_off_cost_their_own_turn_only_and_give_their_locks_up_when_they_are_back()
    {
        Lab.On(1, Writing("cut", 30, 100));
        Lab.On(2, $"echo 2 >{Path("two.txt")}");
        Lab.Slow(1, 200);
        using var host = Cluster.Connect(s_impatient, s_watchful);
        using var running = host.Start("Sync-CsyncGroup");
        await running.WaitUntilAsync(IsPushing);
        Lab.Cut(1);
        Lab.Cut(4);
        var outcome = await running.OutcomeAsync();
        Assert.Null(outcome.Terminating);
        Assert.Equal([Node(1), Node(2), Node(4)], outcome.Errors.Select(e => (e.TargetObject as CsyncSyncReport)?.Node ?? (string)e.TargetObject));
        Assert.Equal("FilesRefused", PipelineOutcome.IdOf(outcome.Errors[1]));
        Assert.All([outcome.Errors[0], outcome.Errors[2]], e => Assert.Equal(ErrorCategory.ConnectionError, e.CategoryInfo.Category));
        var reports = outcome.Output.Select(o => Assert.IsType<CsyncSyncReport>(o.BaseObject)).ToList();
        Assert.Equal([(Node(2), 2, 1), (Node(3), 0, 0), (Node(5), 0, 0)], reports.Select(r => (r.Node, r.Deliveries.Count(d => d.Action == CsyncDeliveryAction.Sent), r.Refused)));

        Lab.Heal(1);
        Lab.Slow(1, 0);
        Lab.Heal(4);
        CsyncCluster.Eventually(
            () => Cluster.OnAll("cat /run/ultrafarma-cluster/csync2.lock; pgrep -af '^(/usr/sbin/)?csync2 .*-u'; true").All(string.IsNullOrEmpty),
            "every lock is given up, and no csync2 runs any more", 45);
        Assert.All((await Host.RunAsync("Sync-CsyncGroup")).As<CsyncSyncReport>(), r => Assert.Equal(0, r.Refused));
        Cluster.EndClean();
    }

    [Fact]
    public void A_disk_that_fills_up_meanwhile_is_named_and_takes_the_rest_once_there_is_room()
    {
        Lab.On(1, Writing("big", 12, 500_000));
        Lab.Fill(4);
        Lab.On(4, "truncate -s -2100000 /data/.uflab-fill");
        var outcome = Host.Run($"Sync-CsyncGroup -Node {Node(1)}");
        Assert.Same(Assert.Single(outcome.Output).BaseObject, outcome.AssertError("FilesRefused").TargetObject);
        var report = Assert.IsType<CsyncSyncReport>(outcome.Output[0].BaseObject);
        var there = report.Deliveries.Where(d => d.Peer == Node(4)).ToLookup(d => d.Action);
        Assert.NotEmpty(there[CsyncDeliveryAction.Sent]);
        Assert.NotEmpty(there[CsyncDeliveryAction.Refused]);
        Assert.All(there[CsyncDeliveryAction.Refused], d => Assert.True(d.Reason is CsyncPendingReason.DiskFull or CsyncPendingReason.ConnectionClosed, $"{d}: {d.Reason}"));
        Assert.All(report.Deliveries.Where(d => d.Peer != Node(4)), d => Assert.Equal(CsyncDeliveryAction.Sent, d.Action));
        Lab.DrainDisk(4);

        // csync2 leaves there what it had got of the file that no longer fitted.
        Lab.On(4, $"cd {CsyncCluster.Site}/big && ls -A | grep '^\\.' && rm .[0-9]*");
        Assert.Equal(0, Host.Run($"Sync-CsyncGroup -Node {Node(1)}").Single<CsyncSyncReport>().Refused);
        Cluster.EndClean();
    }

    [Fact]
    public void A_node_whose_own_database_finds_no_room_is_an_error_and_the_others_go_on()
    {
        Lab.On(1, "d=/var/lib/csync2; mkdir /run/kept && cp -a $d/. /run/kept && mount -t tmpfs -o size=16m lab-database $d && cp -a /run/kept/. $d; cat /dev/zero >$d/fill 2>/dev/null; true");
        Lab.On(1, Writing("many", 400, 1));
        Lab.On(2, $"echo 2 >{Path("two.txt")}");
        var outcome = Host.Run($"Sync-CsyncGroup -Node {Node(1)}, {Node(2)}");
        Assert.Equal(["CommandFailed", "FilesRefused"], outcome.Errors.Select(PipelineOutcome.IdOf));
        Assert.Equal(Node(1), outcome.Errors[0].TargetObject);
        Assert.Contains("database or disk is full", outcome.Errors[0].ToString(), StringComparison.Ordinal);
        var report = Assert.IsType<CsyncSyncReport>(Assert.Single(outcome.Output).BaseObject);
        Assert.Equal([Node(1)], report.Deliveries.Where(d => d.Action == CsyncDeliveryAction.Refused).Select(d => d.Peer));
        Assert.Equal(3, report.Deliveries.Count(d => d.Action == CsyncDeliveryAction.Sent));
        Lab.On(1, "rm /var/lib/csync2/fill");
        Assert.All(Host.Run($"Sync-CsyncGroup -Node {Node(1)}, {Node(2)}").As<CsyncSyncReport>(), r => Assert.Equal(0, r.Refused));
        Lab.On(1, "d=/var/lib/csync2; cp -a $d/. /run/kept && umount $d && cp -a /run/kept/. $d && rm -r /run/kept");
        Cluster.EndClean();
    }

    [Fact]
    public async Task Of_two_that_begin_at_the_same_moment_one_runs()
    {
        Lab.On(1, $"echo 1 >{Path("one.txt")}");
        Lab.Hang(5);
        using var one = Cluster.Connect(s_impatient);
        using var two = Cluster.Connect(s_impatient);
        Assert.All([one, two], h => h.Run("Get-CsyncPending").AssertNoErrors());
        foreach (var _ in Enumerable.Range(0, 3))
        {
            var outcomes = await Task.WhenAll(new[] { one, two }.Select(h => Task.Run(() => h.RunAsync($"Sync-CsyncGroup -Node {Node(1)}"))));
            Assert.Equal(["Busy", "FilesRefused"], outcomes.Select(o => PipelineOutcome.IdOf(Assert.Single(o.Errors))).Order(StringComparer.Ordinal));
        }

        Lab.Start(5, "csync2");
        Assert.Equal(1, (await Host.RunAsync($"Sync-CsyncGroup -Node {Node(1)}")).Single<CsyncSyncReport>().Sent);
        Cluster.EndClean();
    }

    private static bool IsPushing(RunningPipeline running) =>
        running.Progress.Any(p => p.StatusDescription.Contains("pushes", StringComparison.Ordinal));

    private static string Writing(string folder, int count, int bytes) => FormattableString.Invariant(
        $"mkdir {CsyncCluster.Site}/{folder} && cd {CsyncCluster.Site}/{folder} && for i in $(seq {count}); do head -c {bytes} /dev/urandom >$i; done");
}
