using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.CsyncLab;

/// <summary>Sync-CsyncGroup: csync2's own run, one node after the other, and what it says came of it.</summary>
public sealed class SyncTests(CsyncCluster cluster) : CsyncLabTest(cluster)
{
    private const string Last = "/var/lib/ultrafarma-cluster/csync2.last";

    protected override void Dispose(bool disposing)
    {
        Cluster.OnAll("rm -rf /var/lib/ultrafarma-cluster");
        base.Dispose(disposing);
    }

    [Fact]
    public void Sends_and_removes_everywhere_and_keeps_what_came_of_it()
    {
        Cluster.Common(Path("old one.txt"));
        var before = Cluster.Snapshot();
        Assert.Empty(Host.Run("Sync-CsyncGroup -WhatIf").AssertNoErrors().Output);
        Assert.Equal(before, Cluster.Snapshot());

        Lab.On(1, $"cd {CsyncCluster.Site} && rm 'old one.txt' && echo 1 >'new one.txt' && echo 2 >two.txt");
        Lab.On(3, $"cd {CsyncCluster.Site} && echo 3 >three.txt");
        var reports = Host.Run("Sync-CsyncGroup").As<CsyncSyncReport>();
        Assert.Equal(CsyncCluster.All.Select(Node), reports.Select(r => r.Node));
        Assert.Equal([(2, 1, 0), (0, 0, 0), (1, 0, 0), (0, 0, 0), (0, 0, 0)], reports.Select(r => (r.Sent, r.Removed, r.Refused)));
        Assert.Equal(12, reports[0].Deliveries.Count);
        Assert.All(reports, r => Assert.True(r.Duration > TimeSpan.Zero));
        Assert.All(
            Cluster.OnAll($"cat {Last}"),
            last => Assert.Matches("^started=[0-9]+\nseconds=[0-9]+\nrc=0\nby=sync\n$", last));
        Cluster.EndClean();
    }

    [Fact]
    public void Keeps_to_its_group_and_paths_and_says_what_is_in_neither()
    {
        Lab.On(2, $"cd {CsyncCluster.Site} && mkdir -p 'a b' && echo 1 >'a b/one.txt' && echo 2 >other.txt");
        var outcome = Host.Run($"Sync-CsyncGroup firewalls-data-dir -Path '{Path("a b")}', /etc/hosts -Node {Node(2)} -PassThru");
        Assert.Equal(("PathNotIncluded", "/etc/hosts"), (PipelineOutcome.IdOf(Assert.Single(outcome.Errors)), (string)outcome.Errors[0].TargetObject));
        var deliveries = outcome.Output.Select(o => Assert.IsType<CsyncDelivery>(o.BaseObject)).ToList();
        Assert.All(deliveries, d => Assert.Equal((Node(2), CsyncDeliveryAction.Sent, null), (d.Node, d.Action, d.ReasonText)));
        Assert.Equal([Path("a b"), Path("a b/one.txt")], deliveries.Where(d => d.Peer == Node(5)).Select(d => d.Path));
        Assert.Equal(8, deliveries.Count);
        Assert.Equal("1\n", Lab.On(5, $"cat '{Path("a b/one.txt")}'"));
        Assert.Equal("absent\n", Cluster.Look(Path("other.txt"))[4]);

        Assert.Equal(Node(2), Host.Run($"Sync-CsyncGroup nowhere -Node {Node(2)}").AssertError("GroupNotFound").TargetObject);
        Assert.Contains("rc=1\nby=sync", Lab.On(2, $"cat {Last}"), StringComparison.Ordinal);
        Host.Run("Sync-CsyncGroup -Node nowhere").AssertError("NodeNotFound");
        Assert.Equal(1, Host.Run($"Sync-CsyncGroup -Node {Node(2)}").Single<CsyncSyncReport>().Sent);
        Cluster.EndClean();
    }

    [Fact]
    public void What_lies_under_a_prefix_is_pushed_alone_too()
    {
        Cluster.OnAll("""
            cp -p /etc/csync2/csync2.cfg /run/csync2.cfg
            { echo 'prefix data { on *: /data/www/html/ultrastores.com.br; }'
              sed 's,include /data/www/html/ultrastores.com.br;,include %data%;,' /run/csync2.cfg; } >/etc/csync2/csync2.cfg
            csync2 -cIr /
            """);
        Lab.On(2, $"cd {CsyncCluster.Site} && mkdir 'p x' && echo 1 >'p x/o$n%e.txt' && echo 2 >waits.txt");
        var sync = $"Sync-CsyncGroup -Path '{Path("p x")}' -Node {Node(2)}";
        var report = Host.Run(sync).Single<CsyncSyncReport>();
        Assert.Equal((2, 0), (report.Sent, report.Refused));
        Assert.All(report.Deliveries, d => Assert.StartsWith("%data%/p x", d.Path, StringComparison.Ordinal));
        Assert.Equal(8, report.Deliveries.Count);
        Assert.All(Cluster.OnAll($"cat '{Path("p x")}'/*"), text => Assert.Equal("1\n", text));
        Assert.Equal("absent\n", Cluster.Look(Path("waits.txt"))[4]);

        // What stands against it is told, and another path's row waits for its own turn. Of another size: csync2 tells no two
        // versions of one second apart.
        Lab.On(2, "csync2 -cr /");
        Lab.On(2, $"echo 333 >'{Path("p x/o$n%e.txt")}'");
        Lab.On(4, $"echo 44 >'{Path("p x/o$n%e.txt")}'; csync2 -cr /");
        report = Assert.IsType<CsyncSyncReport>(Assert.Single(Host.Run(sync).Output).BaseObject);
        var refused = Assert.Single(report.Deliveries, d => d.Action == CsyncDeliveryAction.Refused);
        Assert.Equal((Node(4), CsyncPendingReason.Conflict), (refused.Peer, refused.Reason));
        Assert.Equal([0, 5, 0, 4, 0], Cluster.RowCounts());
        Assert.Equal("absent\n", Cluster.Look(Path("waits.txt"))[4]);
    }

    [Fact]
    public void Says_in_csync2s_words_what_stays_and_goes_on_without_a_node_that_is_down()
    {
        Cluster.Write(2, Path("index.html"), "edit of APP02\n");
        Cluster.Write(1, Path("index.html"), "edit of APP01\n");
        Lab.On(1, $"head -c 400000 /dev/urandom >{Path("big.bin")}");
        Lab.Fill(4);
        Lab.Stop(3, "csync2");
        Lab.Stop(5, "sshd");
        var outcome = Host.Run($"Sync-CsyncGroup -Node {Node(1)}, {Node(5)}");
        Assert.Equal(["FilesRefused", "Unreachable"], outcome.Errors.Select(PipelineOutcome.IdOf).Order(StringComparer.Ordinal));
        var report = Assert.IsType<CsyncSyncReport>(Assert.Single(outcome.Output).BaseObject);
        CsyncDelivery Of(int peer, string name) => Assert.Single(report.Deliveries, d => d.Peer == Node(peer) && d.Path == Path(name));
        Assert.Equal(2, report.Refused);
        Assert.Equal((CsyncPendingReason.Conflict, "File is also marked dirty here!"), (Of(2, "index.html").Reason, Of(2, "index.html").ReasonText));
        Assert.Equal(CsyncPendingReason.PeerDown, Of(3, "big.bin").Reason);
        Assert.True(Of(4, "big.bin").Reason is CsyncPendingReason.DiskFull or CsyncPendingReason.ConnectionClosed, $"{Of(4, "big.bin")}");
        Assert.Equal(CsyncDeliveryAction.Sent, Of(2, "big.bin").Action);
        Assert.Equal(CsyncDeliveryAction.Sent, Of(5, "big.bin").Action);
        Assert.Contains("rc=1\n", Lab.On(1, $"cat {Last}"), StringComparison.Ordinal);
        Lab.DrainDisk(4);
    }

    [Fact]
    public void Is_refused_while_another_run_works_on_any_node()
    {
        Lab.On(4, "mkdir -p /run/ultrafarma-cluster && cd /run/ultrafarma-cluster && { echo 'somebody, since noon' >csync2.lock; flock csync2.lock "
            + "sh -c 'echo $$ >holder; exec sleep 60' >/dev/null 2>&1 & while ! [ -s holder ]; do sleep 0.05; done; }");
        var error = Host.Run($"Sync-CsyncGroup -Node {Node(1)}").AssertError("Busy");
        Assert.Contains("somebody, since noon", error.Exception.Message, StringComparison.Ordinal);
        Lab.On(4, "cd /run/ultrafarma-cluster && kill $(cat holder) && rm holder && flock -w 10 csync2.lock true");
        Assert.Equal(0, Host.Run($"Sync-CsyncGroup -Node {Node(1)}").Single<CsyncSyncReport>().Refused);
        Cluster.EndClean();
    }

    [Fact]
    public void Waits_for_a_csync2_that_runs_already()
    {
        Lab.On(3, "cp /bin/sleep /tmp/csync2 && { /tmp/csync2 3 >/dev/null 2>&1 & }");
        Assert.Equal(0, Host.Run($"Sync-CsyncGroup -Node {Node(1)}").Single<CsyncSyncReport>().Refused);
        Assert.Equal("ended\n", Lab.On(3, "pgrep -fx '/tmp/csync2 3' || echo ended"));
        Cluster.EndClean();
    }

    [Fact]
    public async Task Of_two_at_once_the_second_is_refused_and_Ctrl_C_ends_the_first_at_once()
    {
        const string Locks = "cat /run/ultrafarma-cluster/csync2.lock";
        Lab.On(1, $"echo 1 >{Path("one.txt")}");
        Lab.Hang(2);
        using var running = Host.Start($"Sync-CsyncGroup -Node {Node(1)}");
        await running.WaitUntilAsync(r => r.Progress.Any(p => p.StatusDescription.Contains("pushes", StringComparison.Ordinal)));
        Assert.All(Cluster.OnAll(Locks), holder => Assert.Contains($"process {Environment.ProcessId}", holder, StringComparison.Ordinal));
        using (var other = Cluster.Connect())
        {
            Assert.Contains(Environment.UserName + "@", (await other.RunAsync("Sync-CsyncGroup")).AssertError("Busy").ToString(), StringComparison.Ordinal);
        }

        Assert.InRange(await running.StopAsync(), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.True((await running.OutcomeAsync()).Stopped);
        CsyncCluster.Eventually(() => Cluster.OnAll(Locks).All(string.IsNullOrEmpty), "the schedules are given back");
        CsyncCluster.Eventually(() => Lab.On(1, $"cat {Last}; true").Contains("rc=143\nby=sync", StringComparison.Ordinal), "the run that was ended says so");
    }
}
