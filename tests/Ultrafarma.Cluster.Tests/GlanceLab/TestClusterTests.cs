using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Engine;
using Ultrafarma.Cluster.Tests.Shell;
using Xunit;

namespace Ultrafarma.Cluster.Tests.GlanceLab;

public sealed class TestClusterTests : GlanceLabTest
{
    private const string Sphinx = "/data/www/html/sphinx";

    // The lab's csync2.cfg includes a file whose folder only APP01 has, as that of the cluster it is modelled on does.
    public TestClusterTests(LabFixture lab)
        : base(lab)
    {
        foreach (var node in Enumerable.Range(2, 4))
        {
            Lab.On(node, $"mkdir -p {Sphinx}/etc");
        }
    }

    [Fact]
    public void The_labs_nodes_are_well_and_only_its_broken_backend_is_found()
    {
        var findings = Host.Run("Test-WebCluster").As<ClusterFinding>();
        Assert.All(findings, f => Assert.Equal(ClusterArea.Haproxy, f.Area));
        Assert.Equal("Backend broken has no server that serves.", Assert.Single(findings, f => f.Severity == FindingSeverity.Error).Message);
        Assert.False(Host.Run("Test-WebCluster -Quiet").Single<bool>());
        WithoutBalancer();
        Assert.Empty(Host.Run("Test-WebCluster").AssertNoErrors().Output);
        Assert.True(Host.Run("Test-WebCluster -Quiet").Single<bool>());
    }

    [Fact]
    public void Each_part_of_each_node_is_looked_at()
    {
        WithoutBalancer();
        Change(2, "echo Foo >>httpd.conf");
        Change(3, "sed -i 's/APP03/APP01/g' httpd.conf");
        Lab.Stop(4, "httpd");
        Lab.Stop(5, "sshd");
        try
        {
            var findings = Host.Run("Test-WebCluster").As<ClusterFinding>();
            string[] Of(int node) => [.. findings.Where(f => f.Node == Node(node)).Select(f => $"{f.Severity} {f.Area}").Distinct()];
            Assert.Empty(Of(1));
            Assert.Equal(["Error Httpd", "Warning Httpd"], Of(2));
            Assert.Contains(findings, f => f.Message.Contains("Invalid command 'Foo'", StringComparison.Ordinal));
            Assert.Equal(["Warning Httpd"], Of(3));
            Assert.Equal(["Error Httpd"], Of(4));
            Assert.Equal(["Error Node"], Of(5));
            Assert.All(findings, f => Assert.NotEqual("", f.Fix));
            Assert.Equal([Node(4)], Host.Run("Test-WebCluster -Node *APP04").As<ClusterFinding>().Select(f => f.Node));
            Assert.All(Host.Render("Test-WebCluster").Split('\n'), l => Assert.InRange(l.TrimEnd().Length, 0, 120));
        }
        finally
        {
            Lab.Start(4, "httpd");
            Lab.Start(5, "sshd");
        }
    }

    [Fact]
    public void Csync2s_configs_are_checked_on_each_node_and_against_each_other()
    {
        WithoutBalancer();
        Lab.On(3, $"rmdir {Sphinx}/etc");
        Lab.On(4, "cp -a /etc/csync2/csync2.cfg /root/csync2.cfg && echo '# other' >>/etc/csync2/csync2.cfg");
        try
        {
            var findings = Host.Run("Test-WebCluster").As<ClusterFinding>();
            Assert.All(findings, f => Assert.Equal((ClusterArea.Csync, FindingSeverity.Warning), (f.Area, f.Severity)));
            Assert.Equal([Node(3), Node(4)], findings.Select(f => f.Node));
            Assert.Contains($"{Sphinx}/etc is missing here", findings[0].Message, StringComparison.Ordinal);
            Assert.Contains("csync2.cfg is not the same as on", findings[1].Message, StringComparison.Ordinal);
            Assert.Equal([Node(4)], Host.Run("Test-WebCluster -Node *APP04").As<ClusterFinding>().Select(f => f.Node));
        }
        finally
        {
            Lab.On(4, "mv /root/csync2.cfg /etc/csync2/csync2.cfg");
        }
    }

    [Fact]
    public void A_name_that_matches_nothing_is_an_error_and_no_good_answer()
    {
        var outcome = Host.Run("Test-WebCluster -Quiet -Node nosuch");
        outcome.AssertError("NodeNotFound");
        Assert.False(Assert.IsType<bool>(Assert.Single(outcome.Output).BaseObject));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("echo 'KeepAlive Off' >>httpd.conf", 1)]
    [InlineData("echo Foo >>httpd.conf", 2)]
    public async Task The_process_ends_as_monitoring_plugins_do(string change, int expected)
    {
        if (change.Length > 0)
        {
            Change(2, change);
        }

        var result = await ShellProcess.RunCommandAsync(
            $"Connect-WebCluster -Path '{InventoryWithoutBalancer()}' | Out-Null; Test-WebCluster -Quiet -ExitCode");
        Assert.Equal((expected, expected == 0 ? "True" : "False"), (result.ExitCode, result.Output.Trim()));
    }

    protected override void Dispose(bool disposing)
    {
        foreach (var node in Enumerable.Range(2, 4))
        {
            Lab.On(node, $"rm -r {Sphinx}");
        }

        base.Dispose(disposing);
    }

    private void WithoutBalancer() => Host.Run("Connect-WebCluster -Path $args[0]", InventoryWithoutBalancer()).AssertNoErrors();

    private string InventoryWithoutBalancer()
    {
        var text = File.ReadAllText(Lab.Inventory);
        var path = PathOf("nodes.psd1");
        File.WriteAllText(path, text[..text.IndexOf("    Haproxy", StringComparison.Ordinal)] + "}\n");
        return path;
    }
}
