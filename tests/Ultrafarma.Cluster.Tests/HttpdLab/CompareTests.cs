using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.HttpdLab;

/// <summary>Compare-HttpdConfig on the lab's nodes, whose files differ by their hosts and by a comment that names the node.</summary>
public sealed class CompareTests(LabFixture lab) : HttpdLabTest(lab)
{
    [Fact]
    public void The_labs_configs_are_the_same_but_for_each_nodes_own_host()
    {
        Assert.Empty(Host.Run("Compare-HttpdConfig").AssertNoErrors().Output);
        var equal = Host.Run("Compare-HttpdConfig -IncludeEqual").As<HttpdConfigDifference>();
        Assert.Equal(Enumerable.Range(2, 4).Select(i => (Node(i), Node(1), HttpdDriftStatus.Same)), equal.Select(d => (d.Node, d.Reference, d.Status)));
    }

    [Fact]
    public void Finds_the_node_that_drifts_from_the_others_with_what_differs()
    {
        Change(1, "printf 'KeepAliveTimeout 3\\n' >>httpd.conf");
        var found = Host.Run("Compare-HttpdConfig").Single<HttpdConfigDifference>();
        Assert.Equal(
            (Node(1), Node(2), Config, HttpdDriftStatus.Different, 1, 0),
            (found.Node, found.Reference, found.Path, found.Status, found.LinesAdded, found.LinesRemoved));
        Assert.EndsWith("+KeepAliveTimeout 3\n", found.Diff, StringComparison.Ordinal);

        // The majority is that of all nodes, however few are looked at.
        Assert.Equal(Node(1), Host.Run($"Compare-HttpdConfig -Node {Node(1)}").Single<HttpdConfigDifference>().Node);
        Assert.Equal(4, Host.Run($"Compare-HttpdConfig -Reference {Node(1).ToUpperInvariant()}").As<HttpdConfigDifference>().Count);
        Assert.Contains("Different", Host.Render("Compare-HttpdConfig"), StringComparison.Ordinal);
        Assert.All(Host.Render("Compare-HttpdConfig").Split('\n'), l => Assert.True(l.TrimEnd().Length <= 120, l));
    }

    [Fact]
    public void A_local_file_is_compared_with_the_main_config_alone()
    {
        Change(3, "mkdir -p ../conf.d && printf 'Timeout 60\\n' >../conf.d/a.conf && printf 'IncludeOptional conf.d/*.conf\\n' >>httpd.conf");
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, Read(3));
            var found = Host.Run($"Compare-HttpdConfig {file} -IncludeEqual -Node {Node(3)}, {Node(4)}").As<HttpdConfigDifference>();
            Assert.Equal([(Node(3), HttpdDriftStatus.Same, 0), (Node(4), HttpdDriftStatus.Different, 1)], found.Select(d => (d.Node, d.Status, d.LinesRemoved)));

            var included = Host.Run($"Compare-HttpdConfig {Node(3)} -Node {Node(4)}").As<HttpdConfigDifference>();
            Assert.Equal(
                [(Config, HttpdDriftStatus.Different), ("/etc/httpd/conf.d/a.conf", HttpdDriftStatus.Missing)], included.Select(d => (d.Path, d.Status)));
        }
        finally
        {
            File.Delete(file);
            Lab.On(3, "rm -r /etc/httpd/conf.d");
        }
    }

    [Fact]
    public void A_node_that_is_down_is_an_error_and_as_the_reference_the_end()
    {
        Lab.Stop(3, "sshd");
        try
        {
            var outcome = Host.Run("Compare-HttpdConfig -IncludeEqual");
            outcome.AssertError("Unreachable");
            Assert.Equal(3, outcome.Output.Count);
            outcome = Host.Run($"Compare-HttpdConfig {Node(3)} -IncludeEqual");
            outcome.AssertError("Unreachable");
            Assert.Empty(outcome.Output);
        }
        finally
        {
            Lab.Start(3, "sshd");
        }

        var error = Host.Run("Compare-HttpdConfig /no/such/file").AssertTerminating("ReferenceNotFound");
        Assert.Contains(Node(1), error.Exception.Message, StringComparison.Ordinal);
        Host.Run($"Compare-HttpdConfig {Path.GetTempPath()}").AssertTerminating("ReferenceNotFound");
    }
}
