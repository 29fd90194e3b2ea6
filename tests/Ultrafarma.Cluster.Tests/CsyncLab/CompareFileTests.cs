using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.CsyncLab;

/// <summary>Compare-CsyncFile: how the nodes' versions of a file differ.</summary>
public sealed class CompareFileTests(CsyncCluster cluster) : CsyncLabTest(cluster)
{
    [Fact]
    public void Shows_lines_of_text_and_says_of_the_rest_what_it_is()
    {
        Cluster.Common(Path("a b.txt"), "1\n2\n3\n");
        Lab.On(3, $"printf '1\\ntwo\\n3\\n' >'{Path("a b.txt")}'");
        Lab.On(4, $"chmod 600 '{Path("a b.txt")}'");
        Lab.On(5, $"rm '{Path("a b.txt")}'");
        Cluster.OnAll($"printf '%s\\000' $(uname -n) >{Path("binary")}; ln -s $(uname -n) {Path("link")}");
        var before = Cluster.Snapshot();

        var found = Host.Run($"Compare-CsyncFile '{Path("a b.txt")}'").As<CsyncFileComparison>();
        Assert.All(found, f => Assert.Equal((Node(1), Path("a b.txt")), (f.Reference, f.Path)));
        Assert.Equal(
            [(Node(3), CsyncCompareStatus.Different, 1), (Node(4), CsyncCompareStatus.Different, 0), (Node(5), CsyncCompareStatus.Missing, 0)],
            found.Select(f => (f.Node, f.Status, f.LinesAdded)));
        Assert.Equal($"--- {Node(1)}:{Path("a b.txt")}\n+++ {Node(3)}:{Path("a b.txt")}\n@@ -1,3 +1,3 @@\n 1\n-2\n+two\n 3\n", found[0].Diff);
        Assert.StartsWith("600 ", found[1].Note, StringComparison.Ordinal);
        Assert.Equal(CsyncCompareStatus.Extra, Host.Run($"Compare-CsyncFile '{Path("a b.txt")}' -Reference {Node(5)} -Node *APP04").Single<CsyncFileComparison>().Status);
        Assert.Equal(4, Host.Run($"Compare-CsyncFile '{Path("a b.txt")}' -IncludeEqual").As<CsyncFileComparison>().Count);
        Assert.StartsWith("too large", Host.Run($"Compare-CsyncFile '{Path("a b.txt")}' -Node *APP03 -MaximumBytes 7").Single<CsyncFileComparison>().Note, StringComparison.Ordinal);

        var rest = Host.Run($"'{Path("binary")}', '{Path("link")}' | Compare-CsyncFile -Node *APP02").As<CsyncFileComparison>();
        Assert.Equal(["not text: 28 bytes, not 28", $"leads to {Node(2)}, not to {Node(1)}"], rest.Select(f => f.Note));
        Assert.All(rest, f => Assert.Equal("", f.Diff));
        Assert.Equal(before, Cluster.Snapshot());
    }

    [Fact]
    public void Takes_what_the_others_find_and_names_what_cannot_be_compared()
    {
        Lab.Conflict(1);
        var piped = Host.Run("Get-CsyncConflict | Compare-CsyncFile").As<CsyncFileComparison>();
        Assert.Equal(CsyncCluster.All.Skip(1).Select(Node), piped.Select(f => f.Node));
        Assert.All(piped, f => Assert.Equal(Host.Run("Get-CsyncConflict").Single<CsyncConflict>().Path, f.Path));
        Assert.Equal(piped.Count, Host.Run("(Test-CsyncSync).Differences | Where-Object Kind -eq Content | Compare-CsyncFile").As<CsyncFileComparison>().Count);

        Lab.Stop(4, "sshd");
        using var host = Cluster.Connect();
        var outcome = host.Run($"Compare-CsyncFile {piped[0].Path}, {Path("nowhere")}");
        Assert.Equal(["PathNotFound", "Unreachable"], outcome.Errors.Select(PipelineOutcome.IdOf).Order(StringComparer.Ordinal));
        Assert.Equal(3, outcome.Output.Count);
        host.Run($"Compare-CsyncFile {piped[0].Path} -Reference nobody").AssertTerminating("NodeNotFound");
        host.Run($"Compare-CsyncFile {piped[0].Path} -Node nowhere").AssertError("NodeNotFound");
    }
}
