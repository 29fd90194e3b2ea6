using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.CsyncLab;

/// <summary>Test-CsyncSync: whether the nodes hold the same, by csync2's databases and by the files themselves.</summary>
public sealed class SyncTestTests(CsyncCluster cluster) : CsyncLabTest(cluster)
{
    [Fact]
    public void Names_every_difference_and_where_it_is()
    {
        // csync2 -T takes these two for differences when they are none.
        Cluster.Common(Path("a b"));
        Cluster.Common(Path("a!b"));
        var clean = Host.Run("Test-CsyncSync").Single<CsyncSyncTest>();
        Assert.True(clean.InSync, string.Join(", ", clean.Differences));
        Assert.Equal(CsyncCluster.All.Select(Node), clean.Nodes);
        Assert.True(clean.Paths > 10);
        var before = Cluster.Snapshot();
        Assert.Empty(Host.Run("Test-CsyncSync -WhatIf").AssertNoErrors().Output);
        Assert.Equal(before, Cluster.Snapshot());

        Lab.On(2, $"echo new >'{Path("only here.txt")}'; chmod 600 {Path("index.html")}");
        Lab.On(4, $"echo edited >'{Path("a b")}'");
        Lab.On(3, $"touch -d '2001-02-03 04:05:06' '{Path("a!b")}'");
        var test = Host.Run("Test-CsyncSync").Single<CsyncSyncTest>();
        Assert.False(test.InSync);
        Assert.Equal(
            [
                (Path("a b"), CsyncDifferenceKind.Content, Node(4)),
                (Path("a!b"), CsyncDifferenceKind.Time, Node(3)),
                (Path("index.html"), CsyncDifferenceKind.Metadata, Node(2)),
                (Path("only here.txt"), CsyncDifferenceKind.Missing, Node(2)),
            ],
            test.Differences.Select(d => (d.Path, d.Kind, Assert.Single(d.Nodes))));
        Assert.Equal(4, test.Differences[0].Versions[3].DirtyTowards.Count);
        Assert.Single(Host.Run("Test-CsyncSync *only*").Single<CsyncSyncTest>().Differences);
        Assert.Single(Host.Run($"Test-CsyncSync -Node {Node(1)}, {Node(4)}").Single<CsyncSyncTest>().Differences);
    }

    [Fact]
    public void Content_that_csync2_cannot_see_is_found_with_Content_only()
    {
        Cluster.Common(Path("same size.txt"), "aaaa\n");
        Lab.On(5, $"cd {CsyncCluster.Site} && touch -r 'same size.txt' /tmp/time && printf 'bbbb\\n' >'same size.txt' && touch -r /tmp/time 'same size.txt'");
        Assert.True(Host.Run("Test-CsyncSync").Single<CsyncSyncTest>().InSync);
        var test = Host.Run("Test-CsyncSync -Content").Single<CsyncSyncTest>();
        var difference = Assert.Single(test.Differences);
        Assert.Equal((Path("same size.txt"), CsyncDifferenceKind.Content, true), (difference.Path, difference.Kind, test.ContentCompared));
        Assert.Equal([Node(5)], difference.Nodes);
    }

    [Fact]
    public void A_node_that_cannot_be_asked_leaves_it_open()
    {
        Lab.Stop(2, "sshd");
        Cluster.HideSqlite(3);
        var outcome = Host.Run("Test-CsyncSync");
        Assert.Equal(["ToolMissing", "Unreachable"], outcome.Errors.Select(PipelineOutcome.IdOf).Order(StringComparer.Ordinal));
        var test = Assert.IsType<CsyncSyncTest>(Assert.Single(outcome.Output).BaseObject);
        Assert.False(test.InSync);
        Assert.Empty(test.Differences);
        Assert.Equal([Node(2), Node(3)], test.MissingNodes);
        Host.Run("Test-CsyncSync -Node nowhere").AssertError("NodeNotFound");
    }
}
