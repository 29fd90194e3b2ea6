using Ultrafarma.Cluster.Csync;
using Xunit;

namespace Ultrafarma.Cluster.Tests.CsyncLab;

/// <summary>Get-CsyncPending: every dirty row, and with -Reason why csync2 does not deliver it.</summary>
public sealed class PendingTests(CsyncCluster cluster) : CsyncLabTest(cluster)
{
    private const string Orphan = "/data/www/html/sphinx/etc/sphinx.conf";

    [Fact]
    public void Lists_every_row_with_mark_and_age()
    {
        Cluster.Write(1, Path("pending one.txt"), "1\n", minutesOld: 90);
        Cluster.Write(3, Path("other.txt"), "3\n");
        Lab.On(1, $"csync2 -f '{Path("pending one.txt")}'");
        var before = Cluster.Snapshot();
        var rows = Host.Run("Get-CsyncPending").As<CsyncPending>();
        Assert.Equal(8, rows.Count);
        var forced = rows.Where(r => r.Forced).ToList();
        Assert.Equal([Node(2), Node(3), Node(4), Node(5)], forced.Select(r => r.Peer).Order(StringComparer.Ordinal));
        Assert.All(forced, r => Assert.Equal((Node(1), Path("pending one.txt")), (r.Node, r.Path)));
        Assert.All(rows, r => Assert.InRange(r.Age!.Value.TotalSeconds, -2, 60));
        Assert.All(rows, r => Assert.Equal((CsyncPendingReason.NotKnown, null), (r.Reason, r.ReasonText)));
        Assert.Equal(4, Host.Run("Get-CsyncPending -Node *APP03").As<CsyncPending>().Count);
        Assert.Equal(4, Host.Run("Get-CsyncPending */other.txt").As<CsyncPending>().Count);
        Host.Run("Get-CsyncPending -Reason -WhatIf").AssertNoErrors();
        Assert.Equal(before, Cluster.Snapshot());
    }

    [Fact]
    public void Says_why_a_row_is_not_delivered()
    {
        Cluster.Write(1, Orphan, "no folder for it at the peers\n");
        Lab.On(1, $"csync2 -c {Orphan}");
        Cluster.Write(2, Path("index.html"), "edit of APP02\n");
        Cluster.Write(1, Path("index.html"), "edit of APP01\n");
        Lab.Stop(5, "csync2");
        Lab.On(3, "sed -i 's,include /data/www/html/ultrastores.com.br;,&\\n    exclude /data/www/html/ultrastores.com.br/secret;,' /etc/csync2/csync2.cfg");
        Cluster.Write(2, Path("secret"), "excluded at APP03\n");
        var rows = Host.Run("Get-CsyncPending -Reason -Confirm:$false").As<CsyncPending>();

        CsyncPending Row(int node, int peer, string path) => Assert.Single(rows, r => r.Node == Node(node) && r.Peer == Node(peer) && r.Path == path);
        Assert.Equal(CsyncPendingReason.PeerDown, Row(1, 5, Path("index.html")).Reason);
        Assert.Contains("Connection to remote host", Row(2, 5, Path("secret")).ReasonText, StringComparison.Ordinal);
        Assert.Equal(CsyncPendingReason.MissingParentDirectory, Row(1, 2, Orphan).Reason);
        Assert.Equal(CsyncPendingReason.Conflict, Row(1, 2, Path("index.html")).Reason);
        Assert.Equal("File is also marked dirty here!", Row(1, 2, Path("index.html")).ReasonText);
        Assert.Equal(CsyncPendingReason.Denied, Row(2, 3, Path("secret")).Reason);

        // What could be delivered is no row any more.
        Assert.DoesNotContain(rows, r => r.Path == Path("secret") && r.Peer == Node(4));
        Assert.Equal("excluded at APP03\n", Lab.On(4, $"cat {Path("secret")}"));
        Assert.Equal("edit of APP02\n", Lab.On(2, $"cat {Path("index.html")}"));
    }

    [Fact]
    public void Says_that_the_disk_of_a_peer_is_full_and_that_a_peer_hangs()
    {
        Lab.On(1, $"head -c 400000 /dev/urandom >{Path("big.bin")}; csync2 -cr {CsyncCluster.Site}");
        Lab.Fill(4);
        Lab.Hang(2);
        using var host = Cluster.Connect(("Csync = @{", "Csync = @{ PushTimeoutSeconds = 3;"));
        var rows = host.Run("Get-CsyncPending -Reason -Confirm:$false").As<CsyncPending>();
        Assert.Equal(CsyncPendingReason.PeerHangs, Assert.Single(rows, r => r.Peer == Node(2)).Reason);
        var full = Assert.Single(rows, r => r.Peer == Node(4));
        Assert.True(full.Reason is CsyncPendingReason.DiskFull or CsyncPendingReason.ConnectionClosed, $"{full.Reason}: {full.ReasonText}");
        Assert.Equal(2, rows.Count);
        Assert.Equal([0, 0, 0, 0, 0], Cluster.ForcedCounts());
    }

    [Fact]
    public async Task Ctrl_C_ends_the_push_on_the_node_too()
    {
        Cluster.Write(1, Path("pending.txt"), "1\n");
        Lab.Hang(2);
        using var running = Host.Start("Get-CsyncPending -Reason -Confirm:$false");
        CsyncCluster.Eventually(() => Pushing() != "0", "csync2 pushes to the peer that hangs", 30);
        Assert.InRange(await running.StopAsync(), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.True((await running.OutcomeAsync()).Stopped);
        CsyncCluster.Eventually(
            () => Pushing() == "0" && Lab.On(1, "ls /run/ultrafarma-cluster | grep -c '^csync2.push.'; true").Trim() == "0", "nothing of the push is left");

        string Pushing() => Lab.On(1, "pgrep -a csync2 | grep -c ' -u.* -P .*-app02'; true").Trim();
    }
}
