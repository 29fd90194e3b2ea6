using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Nodes;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Nodes;

/// <summary>What a look at the cluster means for each node, without a server.</summary>
public sealed class ClusterNodesTests
{
    [Fact]
    public void A_cluster_that_is_well()
    {
        var nodes = ClusterNodes.Of(new ClusterScene().Add("app1").Add("app2").Look());
        Assert.Equal(["app1", "app2"], nodes.Select(n => n.Name));
        Assert.All(nodes, n => Assert.Equal(
            (true, "UP", true, "2.4.71", HttpdDriftStatus.Same, true, 0, 0),
            (n.Reachable, n.HaproxyState, n.HttpdRunning, n.HttpdVersion, n.HttpdDrift, n.HttpdHostRight, n.CsyncPending, n.CsyncConflicts)));
        Assert.All(nodes, n => Assert.Empty(n.FailedParts));
        Assert.NotEqual(nodes[0].HttpdHash, nodes[1].HttpdHash);
    }

    [Fact]
    public void What_most_nodes_have_is_right_and_the_others_drift()
    {
        var look = new ClusterScene().Add("app1", "ServerName app1\nKeepAlive Off\n").Add("app2").Add("app3").Look();
        Assert.Equal([HttpdDriftStatus.Different, HttpdDriftStatus.Same, HttpdDriftStatus.Same], ClusterNodes.Of(look).Select(n => n.HttpdDrift!.Value));
    }

    [Fact]
    public void Another_nodes_host_is_no_drift_and_not_right()
    {
        var nodes = ClusterNodes.Of(new ClusterScene().Add("app1").Add("app2").Add("app3", "ServerName app1\n").Look());
        Assert.Equal([true, true, false], nodes.Select(n => n.HttpdHostRight!.Value));
        Assert.All(nodes, n => Assert.Equal(HttpdDriftStatus.Same, n.HttpdDrift));
    }

    [Fact]
    public void One_node_alone_drifts_from_nothing() =>
        Assert.Null(Assert.Single(ClusterNodes.Of(new ClusterScene().Add("app1").Look())).HttpdDrift);

    [Fact]
    public void A_path_that_is_dirty_on_two_nodes_is_a_conflict_on_both()
    {
        var nodes = ClusterNodes.Of(new ClusterScene()
            .Add("app1", dirty: ["/a>app2", "/a>app3", "/b>app2"])
            .Add("app2", dirty: ["/a>app1"])
            .Add("app3").Look());
        Assert.Equal([(3, 1), (1, 1), (0, 0)], nodes.Select(n => (n.CsyncPending!.Value, n.CsyncConflicts!.Value)));
    }

    [Fact]
    public void Each_part_fails_alone()
    {
        var scene = new ClusterScene().Add("app1", running: false).AddDown("app2").AddBare("app3");
        var nodes = ClusterNodes.Of(scene.Look());
        Assert.Equal(["", "Node", "Httpd, Csync"], nodes.Select(n => string.Join(", ", n.FailedParts)));
        Assert.Equal((false, "DOWN", null), (nodes[1].Reachable, nodes[1].HaproxyState, nodes[1].CsyncPending));
        Assert.Equal("app2 does not answer.", nodes[1].Error);
        Assert.Equal(("httpd: not found", "csync2: not found", null), (nodes[2].HttpdError, nodes[2].CsyncError, nodes[2].HaproxyState));
        Assert.False(nodes[0].HttpdRunning);
    }

    [Fact]
    public void A_balancer_that_does_not_answer_is_said_on_each_node_and_the_rest_stays()
    {
        var scene = new ClusterScene().Add("app1").Add("app2");
        scene.BalancerError = new HaproxyException(HaproxyErrorKind.Unreachable, "lb", "lb does not answer.");
        Assert.All(ClusterNodes.Of(scene.Look()), n => Assert.Equal(
            (null, "lb does not answer.", "Haproxy", 0), (n.HaproxyState, n.HaproxyError, Assert.Single(n.FailedParts), n.CsyncPending)));
    }

    [Fact]
    public void Without_a_balancer_nothing_is_said_of_it()
    {
        var node = Assert.Single(ClusterNodes.Of(new ClusterScene { Balancer = null }.Add("app1").Look()));
        Assert.Equal((null, null), (node.HaproxyState, node.HaproxyError));
    }

    [Fact]
    public void A_nodes_servers_are_told_by_their_status_each_once()
    {
        var scene = new ClusterScene().Add("app1", status: "DRAIN");
        scene.Balancer!.Add("api", "APP1", "UP");
        scene.Balancer.Add("shop", "app1", "UP");
        var node = Assert.Single(ClusterNodes.Of(scene.Look()));
        Assert.Equal("DRAIN, UP", node.HaproxyState);
        Assert.Equal(3, node.HaproxyServers.Count);
    }
}
