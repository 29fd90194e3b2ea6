using Ultrafarma.Cluster.Tests.Engine;
using Ultrafarma.Cluster.Tests.Nodes;
using Xunit;

namespace Ultrafarma.Cluster.Tests.GlanceLab;

public sealed class ExportMetricTests(LabFixture lab) : GlanceLabTest(lab)
{
    [Fact]
    public void A_strict_parser_reads_the_labs_metrics_and_a_second_run_replaces_them()
    {
        var path = PathOf("ultrafarma.prom");
        Assert.Empty(Host.Run("Export-WebClusterMetric $args[0]", path).AssertNoErrors().Output);
        var first = File.ReadAllText(path);
        var (samples, fault) = OpenMetricsParser.Parse(first);
        Assert.Equal("", fault);
        Assert.All(Enumerable.Range(1, 5), i => Assert.Equal(1, samples[$"ultrafarma_node_up{{node={Node(i)}}}"].Value));
        Assert.Equal(1, samples[$"ultrafarma_haproxy_server_up{{backend=web,server={Node(2)}}}"].Value);
        Assert.Equal(0, samples["ultrafarma_haproxy_server_up{backend=broken,server=nobody}"].Value);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead, File.GetUnixFileMode(path));

        Assert.Equal(path, Host.Run("Export-WebClusterMetric $args[0] -PassThru", path).Single<FileInfo>().FullName);
        Assert.NotEqual(first, File.ReadAllText(path));
        Assert.Equal(["ultrafarma.prom"], Directory.GetFiles(Path.GetDirectoryName(path)!).Select(Path.GetFileName));
    }

    [Fact]
    public void A_file_that_is_none_of_ours_is_kept()
    {
        var path = PathOf("other.prom");
        File.WriteAllText(path, "a 1\n");
        Host.Run("Export-WebClusterMetric $args[0]", path).AssertTerminating("FileExists");
        Assert.Equal("a 1\n", File.ReadAllText(path));
        Host.Run("Export-WebClusterMetric $args[0] -Force", path).AssertNoErrors();
        Assert.EndsWith("# EOF\n", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Equal("a 1\n", File.ReadAllText(Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!, "other.prom.bak-*"))));
    }

    [Fact]
    public void What_cannot_be_written_is_said_and_whatif_writes_nothing()
    {
        Host.Run("Export-WebClusterMetric $args[0]", PathOf("no/such.prom")).AssertTerminating("FileNotWritten");
        Host.Run("Export-WebClusterMetric $args[0]", Path.GetDirectoryName(PathOf("x"))!).AssertTerminating("FileNotWritten");
        Host.Run("Export-WebClusterMetric $args[0] -WhatIf", PathOf("new.prom")).AssertNoErrors();
        Assert.False(File.Exists(PathOf("new.prom")));
    }

    [Fact]
    public void A_node_that_is_down_is_a_value_and_no_error()
    {
        Lab.Stop(3, "sshd");
        try
        {
            var path = PathOf("down.prom");
            Host.Run("Export-WebClusterMetric $args[0]", path).AssertNoErrors();
            Assert.Equal(0, OpenMetricsParser.Parse(File.ReadAllText(path)).Samples[$"ultrafarma_node_up{{node={Node(3)}}}"].Value);
        }
        finally
        {
            Lab.Start(3, "sshd");
        }
    }
}
