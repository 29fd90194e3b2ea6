using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.CsyncLab;

/// <summary>On a node itself, without a cluster: what the old script meant, done right.</summary>
public sealed class LocalModeTests(CsyncCluster cluster) : CsyncLabTest(cluster)
{
    [Fact]
    public void One_node_alone_delivers_what_is_pending_and_forces_only_what_is_refused_as_a_conflict()
    {
        using var program = new NodeProgram(Lab, 1);
        for (var node = 1; node <= 2; node++)
        {
            Cluster.Write(node, Path("conflict file.txt"), $"version {node}\n");
        }

        Cluster.Write(5, Path("theirs.txt"), "edit of the node that is down\n");
        Cluster.Write(5, Path("conflict file.txt"), "theirs\n");
        Lab.Stop(5, "csync2");
        Cluster.Write(1, Path("theirs.txt"), "edit of APP01\n");
        Cluster.Write(1, Path("pending.txt"), "only pending\n");
        var shown = program.Run("Get-CsyncConflict | ForEach-Object { \"$($_.Kind) $($_.Path)\" }");
        Assert.Equal(
            ["Unknown " + Path("conflict file.txt"), "Unknown " + Path("pending.txt"), "Unknown " + Path("theirs.txt")],
            CsyncCluster.Lines(shown).Order(StringComparer.Ordinal));

        var skipped = program.Run("Get-CsyncConflict | Resolve-CsyncConflict -PassThru | ForEach-Object { \"$($_.Status)\" }");
        Assert.Equal("Skipped\nSkipped\nSkipped\n", skipped);
        var answer = program.Run($"Get-CsyncConflict | Resolve-CsyncConflict -Winner {Node(1)} -Confirm:$false -PassThru -ErrorAction SilentlyContinue | ForEach-Object {{ \"$($_.Status) $($_.Path): $($_.Reason)\" }}; exit 0");
        Assert.Contains("Skipped " + Path("pending.txt"), answer, StringComparison.Ordinal);
        Assert.Contains("Skipped " + Path("theirs.txt"), answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Skipped " + Path("conflict file.txt"), answer, StringComparison.Ordinal);

        // Forced where it was a conflict, delivered where it was only pending; the node that is down still has its own.
        Assert.Equal(["version 1\n", "version 1\n", "version 1\n", "version 1\n", "theirs\n"], Cluster.OnAll($"cat '{Path("conflict file.txt")}'"));
        Assert.Equal(["only pending\n", "only pending\n", "only pending\n", "only pending\n"], Cluster.On([1, 2, 3, 4], $"cat {Path("pending.txt")}"));
        Assert.Equal("edit of the node that is down\n", Lab.On(5, $"cat {Path("theirs.txt")}"));
        Assert.Equal(3, Cluster.Rows(1).Count(r => r.StartsWith("0 cd163820-l-ultrafarma-app05 ", StringComparison.Ordinal)));
        Assert.Equal([0, 0, 0, 0, 0], Cluster.ForcedCounts());

        // Once it is back, its conflicts are refused, not overwritten, until somebody decides.
        Lab.Start(5, "csync2");
        program.Run($"Get-CsyncConflict | Resolve-CsyncConflict -Winner {Node(1)} -Confirm:$false");
        Assert.All(Cluster.OnAll($"cat {Path("theirs.txt")} '{Path("conflict file.txt")}'"), text => Assert.Equal("edit of APP01\nversion 1\n", text));
        Cluster.EndClean();
    }
}
