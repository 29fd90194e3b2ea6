using Ultrafarma.Cluster.Csync;
using Xunit;

namespace Ultrafarma.Cluster.Tests.CsyncLab;

/// <summary>What a sysadmin sees and types: tables at 120 columns, and Tab.</summary>
public sealed class ConsoleTests(CsyncCluster cluster) : CsyncLabTest(cluster)
{
    [Fact]
    public void Tables_show_every_column_and_cut_nothing_off()
    {
        Lab.Conflict(2);
        Host.Set("conflicts", Host.Run("Get-CsyncConflict").As<CsyncConflict>());
        AssertTable("$conflicts", "Kind", "Dirty", "Newest", "Path");
        AssertTable("$conflicts[0].Versions", "Node", "Type", "SizeBytes", "LastWriteTime", "Mode", "Owner", "Dirty", "Sha256");
        AssertTable("Get-CsyncPending", "Peer", "Forced", "Age", "Reason", "Path");
        AssertTable("Sync-CsyncGroup -Node *APP01 -ErrorAction Ignore", "Node", "Sent", "Removed", "Refused", "Duration");
        AssertTable("Sync-CsyncGroup -Node *APP01 -PassThru -ErrorAction Ignore", "Peer", "Action", "Reason", "Path");
        Host.Set("test", Host.Run("Test-CsyncSync").Single<CsyncSyncTest>());
        AssertTable("$test", "InSync", "Paths", "Nodes", "Missing", "Differences", "Content", "Duration");
        AssertTable("$test.Differences", "Kind", "Nodes", "Path");
        AssertTable("$test.Differences | Compare-CsyncFile", "Node", "Status", "Added", "Removed", "Note");
        Host.Set("results", Host.Run($"$conflicts | Resolve-CsyncConflict -Winner {Node(2)} -Confirm:$false -PassThru").As<CsyncResolution>());
        AssertTable("$results", "Status", "Kind", "Winner", "Path");
        AssertTable("$results[0].Backups", "Node", "Path");
        Lab.Conflict(1, "--dir", "report");
        AssertTable($"Get-CsyncConflict | Resolve-CsyncConflict -Winner {Node(2)} -Confirm:$false", "Resolved", "StillConflicting", "Skipped", "Failed", "Duration", "BackupDirectory");
        Cluster.EndClean();
    }

    [Fact]
    public void Tab_offers_the_nodes_by_the_part_that_tells_them_apart()
    {
        Assert.Equal([Node(1), Node(2), Node(3), Node(4), Node(5)], Host.Complete("Resolve-CsyncConflict -Winner app0").Select(c => c.CompletionText));
        Assert.Equal([Node(3)], Host.Complete("Get-CsyncConflict -Node app03").Select(c => c.CompletionText));
        Assert.Equal([Node(4)], Host.Complete("Get-CsyncPending -Node 04").Select(c => c.CompletionText));
        Assert.Equal([Node(5)], Host.Complete("Restore-CsyncConflict -Node 05").Select(c => c.CompletionText));
        Assert.Contains("SafeOnly", Host.Complete("Resolve-CsyncConflict -Policy ").Select(c => c.CompletionText));
        Cluster.EndClean();
    }

    private void AssertTable(string script, params string[] columns)
    {
        var lines = Host.Render(script).Split('\n').Select(l => l.TrimEnd()).Where(l => l.Length > 0).ToList();
        var header = lines.First(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries).SequenceEqual(columns));
        var ruler = lines[lines.IndexOf(header) + 1];
        Assert.Equal(columns.Length, ruler.Split(' ', StringSplitOptions.RemoveEmptyEntries).Count(w => w.All(c => c == '-')));
        Assert.All(lines, l => Assert.InRange(l.Length, 1, 120));
        Assert.DoesNotContain('\u2026', string.Concat(lines));
        Assert.DoesNotContain(lines, l => l.Contains("...", StringComparison.Ordinal));
        Assert.True(lines.Count > lines.IndexOf(header) + 2, "The table has no rows.");
    }
}
