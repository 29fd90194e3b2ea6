using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.GlanceLab;

public sealed class GetNodeTests(LabFixture lab) : GlanceLabTest(lab)
{
    [Fact]
    public void Each_row_has_the_node_in_the_balancer_its_apache_and_its_csync2()
    {
        Change(2, "echo 'KeepAlive Off' >>httpd.conf");
        Change(3, $"sed -i 's/APP03/APP01/g' httpd.conf");
        Lab.Stop(4, "httpd");
        Lab.On(5, "printf '# csync2\\n*/15 * * * * root csync2 -x\\n' >/etc/cron.d/csync2");
        try
        {
            var nodes = Host.Run("Get-WebClusterNode").As<WebClusterNode>();
            Assert.Equal(Enumerable.Range(1, 5).Select(Node), nodes.Select(n => n.Name));
            Assert.All(nodes, n => Assert.Empty(n.FailedParts));
            Assert.Equal([true, true, true, false, true], nodes.Select(n => n.HttpdRunning!.Value));
            Assert.Equal(HttpdDriftStatus.Different, nodes[1].HttpdDrift);
            Assert.Equal((HttpdDriftStatus.Same, false), (nodes[2].HttpdDrift, nodes[2].HttpdHostRight));
            Assert.Equal((HttpdDriftStatus.Same, true), (nodes[4].HttpdDrift, nodes[4].HttpdHostRight));
            Assert.Equal(Lab.On(2, $"sha256sum <{Config}").Split(' ')[0], nodes[1].HttpdHash);
            Assert.Equal((0, 0), (nodes[4].CsyncPending, nodes[4].CsyncConflicts));
            Assert.Equal(["", "", "", "", "00:15:00"], nodes.Select(n => string.Join(';', n.CsyncSchedule!)));
            Assert.Equal("UP", nodes[0].HaproxyState);
            Assert.Equal("web", Assert.Single(nodes[0].HaproxyServers).Backend);
        }
        finally
        {
            Lab.On(5, "rm /etc/cron.d/csync2");
            Lab.Start(4, "httpd");
        }
    }

    [Fact]
    public void What_two_nodes_changed_is_counted_without_reading_the_files()
    {
        Lab.Conflict(3, "--nodes", "1,2");
        try
        {
            var nodes = Host.Run("Get-WebClusterNode").As<WebClusterNode>();
            Assert.Equal([3, 3, 0, 0, 0], nodes.Select(n => n.CsyncConflicts!.Value));
            Assert.All(nodes.Take(2), n => Assert.True(n.CsyncPending >= 3));

            // The others tell, also of a node that is asked for alone.
            Assert.Equal(3, Host.Run("Get-WebClusterNode *APP01").Single<WebClusterNode>().CsyncConflicts);
        }
        finally
        {
            Lab.Reset();
        }
    }

    [Fact]
    public void A_part_that_fails_leaves_the_others()
    {
        ConnectWith("/run/haproxy/admin.sock", "/run/haproxy/no.sock");
        Change(2, "mv httpd.conf gone");
        Lab.On(3, "mv /var/lib/csync2 /var/lib/csync2.away");
        try
        {
            var nodes = Host.Run("Get-WebClusterNode").As<WebClusterNode>();
            Assert.All(nodes, n => Assert.True(n.Reachable && n.HaproxyError!.Contains("no.sock", StringComparison.Ordinal)));
            Assert.Contains("No such file", nodes[1].HttpdError, StringComparison.Ordinal);
            Assert.Equal(0, nodes[1].CsyncPending);
            Assert.NotNull(nodes[2].CsyncError);
            Assert.Null(nodes[2].CsyncSchedule);
            Assert.True(nodes[2].HttpdHostRight);
            Assert.Equal(["Haproxy, Httpd", "Haproxy, Csync"], nodes.Skip(1).Take(2).Select(n => string.Join(", ", n.FailedParts)));
        }
        finally
        {
            Lab.On(2, "mv /etc/httpd/conf/gone /etc/httpd/conf/httpd.conf");
            Lab.On(3, "rm -rf /var/lib/csync2; mv /var/lib/csync2.away /var/lib/csync2");
        }
    }

    [Fact]
    public void With_ConnectionOnly_nothing_but_the_connection_is_asked_for()
    {
        var node = Host.Run($"Get-WebClusterNode -ConnectionOnly {Node(2)}").Single<WebClusterNode>();
        Assert.Equal((true, null, null, null), (node.Reachable, node.HaproxyState, node.HttpdVersion, node.CsyncPending));
        Assert.NotNull(node.Latency);
        Assert.Equal(Node(2), Assert.Single(Host.Run("Get-WebCluster").Single<WebCluster>().Connected));
    }

    [Fact]
    public void Shows_a_table_that_fits()
    {
        var screen = Host.Render("Get-WebClusterNode");
        Assert.All(screen.Split('\n'), l => Assert.InRange(l.TrimEnd().Length, 0, 120));
        Assert.Contains("Conflicts", screen, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", screen, StringComparison.Ordinal);
    }
}
