using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.CsyncLab;

/// <summary>Get-CsyncStatus: one object a node, and what cannot be told does not spoil the rest.</summary>
public sealed class StatusTests(CsyncCluster cluster) : CsyncLabTest(cluster)
{
    private const string Sql = "sqlite3 -cmd '.timeout 15000' /var/lib/csync2/$(hostname | tr A-Z a-z).db3";

    [Fact]
    public void Tells_of_each_node_what_it_owes_and_how_it_does()
    {
        Cluster.Write(1, Path("both nodes.txt"), "one\n");
        Cluster.Write(2, Path("both nodes.txt"), "two\n");
        Cluster.Write(2, Path("only here.txt"), "two\n");
        Lab.On(1, $"{Sql} \"update x509_cert set certdata = substr(certdata, 1, length(certdata) - 2) || '0x' where peername like '%05'\"");
        Lab.On(3, $"{Sql} \"insert into hint values ('{CsyncCluster.Site}', 1)\"; mkdir -p /var/lib/ultrafarma-cluster; "
            + "printf 'started=1764086400\\nseconds=61\\nrc=1\\nby=schedule\\n' >/var/lib/ultrafarma-cluster/csync2.last");
        Lab.On(5, "printf '# csync2 here\\n*/15 * * * * root /usr/sbin/csync2 -x\\n' >/etc/cron.d/csync2");
        Lab.Stop(4, "csync2");
        var before = Cluster.Snapshot();
        var outcome = Host.Run("Get-CsyncStatus");
        var nodes = outcome.As<CsyncStatus>();

        Assert.Equal(Enumerable.Range(1, 5).Select(Node), nodes.Select(n => n.Node));
        Assert.Equal([4, 8, 0, 0, 0], nodes.Select(n => n.Pending));
        Assert.Equal([1, 1, 0, 0, 0], nodes.Select(n => n.ConflictCandidates));
        Assert.Equal([true, true, true, false, true], nodes.Select(n => n.ServerAnswers));
        Assert.Equal([0, 0, 1, 0, 0], nodes.Select(n => n.Hints));
        Assert.All(nodes, n => Assert.InRange(n.DatabaseBytes!.Value, 4096, 10_000_000));
        Assert.All(nodes.Take(2), n => Assert.InRange(n.OldestPending!.Value.TotalSeconds, 0, 600));
        Assert.All(nodes.Skip(2), n => Assert.Null(n.OldestPending));
        Assert.Equal((1, "schedule", TimeSpan.FromSeconds(61)), (nodes[2].LastRun!.ExitCode, nodes[2].LastRun!.By, nodes[2].LastRun!.Duration));
        Assert.All(nodes, n => Assert.Equal(n.Node == Node(3), n.LastRun is not null));
        Assert.Equal(["/etc/cron.d/csync2: */15 * * * * root /usr/sbin/csync2 -x"], nodes[4].Schedule);
        Assert.All(nodes.Take(4), n => Assert.Empty(n.Schedule));
        Assert.Equal([Node(5)], nodes[0].CertificateMismatches);
        Assert.Contains($"{Node(1)}: {Node(5)} shows another certificate", Assert.Single(outcome.Warnings), StringComparison.Ordinal);
        Assert.All(nodes.Skip(1), n => Assert.Empty(n.Problems));

        var alone = Host.Run("Get-CsyncStatus -Node *APP02").Single<CsyncStatus>();
        Assert.Equal((8, null), (alone.Pending, alone.ConflictCandidates));
        var screen = Host.Render("Get-CsyncStatus -WarningAction SilentlyContinue");
        Assert.All(screen.Split('\n'), l => Assert.True(l.TrimEnd().Length <= 120, l));
        Assert.Contains("2025-11-25 16:00:00, exit 1", screen, StringComparison.Ordinal);
        Assert.Equal(before, Cluster.Snapshot());
    }

    [Fact]
    public void What_cannot_be_told_does_not_spoil_the_rest()
    {
        Cluster.Write(4, Path("pending.txt"), "4\n");
        Lab.On(2, "mv /var/lib/csync2/*.db3 /root/");
        Lab.Hang(3);
        Cluster.HideSqlite(4);
        Lab.Stop(5, "sshd");
        Lab.On(1, "mkdir -p /var/lib/ultrafarma-cluster; echo nonsense >/var/lib/ultrafarma-cluster/csync2.last");
        var outcome = Host.Run("Get-CsyncStatus");

        Assert.Equal(("Unreachable", Node(5)), (PipelineOutcome.IdOf(Assert.Single(outcome.Errors)), outcome.Errors[0].TargetObject));
        var nodes = outcome.Output.Select(o => Assert.IsType<CsyncStatus>(o.BaseObject)).ToList();
        Assert.Equal([Node(1), Node(2), Node(3), Node(4)], nodes.Select(n => n.Node));
        Assert.Equal([0, null, 0, 4], nodes.Select(n => n.Pending));
        Assert.Equal([0, null, 0, 0], nodes.Select(n => n.Hints));
        Assert.Equal([true, true, false, true], nodes.Select(n => n.ServerAnswers));
        Assert.Null(nodes[0].LastRun);
        Assert.Contains("the last run", Assert.Single(nodes[0].Problems), StringComparison.Ordinal);
        Assert.Contains("not there", Assert.Single(nodes[1].Problems), StringComparison.Ordinal);
        Assert.Equal(2, outcome.Warnings.Count);
        Assert.Equal("0", Lab.On(2, "ls /var/lib/csync2 | wc -l").Trim());
        Host.Run("Get-CsyncStatus -Node nowhere").AssertError("NodeNotFound");
    }

    [Fact]
    public async Task Ctrl_C_ends_it_within_a_second_while_a_node_does_not_answer()
    {
        (await Host.RunAsync("Get-CsyncStatus")).AssertNoErrors();
        Lab.Cut(4);
        using var running = Host.Start("Get-CsyncStatus");
        await running.WaitUntilAsync(r => r.Progress.Count > 0);
        Assert.InRange((await running.StopAsync()).TotalSeconds, 0, 1);
        Assert.Empty(running.Output);
    }
}
