using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Nodes;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Nodes;

/// <summary>A look at the cluster as metrics, read by a strict parser.</summary>
public sealed class ClusterMetricsTests
{
    [Fact]
    public void All_that_was_seen_has_a_value()
    {
        var scene = new ClusterScene().Add("app1", dirty: ["/a>app2", "/a>app3"]).Add("app2", running: false, status: "DRAIN", dirty: "/a>app1").AddDown("app3");
        scene.Balancer!["app1"] = scene.Balancer["app1"] with
        {
            RequestsTotal = 12_345_678_901,
            Responses5xx = 7,
            BytesOut = 4096,
            ResponseTime = TimeSpan.FromMilliseconds(1.5),
        };
        var samples = Parse(scene);
        Assert.Equal(("gauge", "", 1), samples["ultrafarma_node_up{node=app1}"]);
        Assert.Equal(0, samples["ultrafarma_node_up{node=app3}"].Value);
        Assert.Equal(("gauge", "seconds", 0.002), samples["ultrafarma_node_latency_seconds{node=app1}"]);
        Assert.Equal(("counter", "", 12_345_678_901), samples["ultrafarma_haproxy_server_requests_total{backend=web,server=app1}"]);
        Assert.Equal(("counter", "bytes", 4096), samples["ultrafarma_haproxy_server_sent_bytes_total{backend=web,server=app1}"]);
        Assert.Equal(7, samples["ultrafarma_haproxy_server_responses_total{backend=web,code=5xx,server=app1}"].Value);
        Assert.Equal(0.0015, samples["ultrafarma_haproxy_server_response_time_average_seconds{backend=web,server=app1}"].Value);
        Assert.Equal(
            (1, 0, 1),
            (samples["ultrafarma_haproxy_server_up{backend=web,server=app2}"].Value,
            samples["ultrafarma_haproxy_server_serving{backend=web,server=app2}"].Value,
            samples["ultrafarma_haproxy_server_draining{backend=web,server=app2}"].Value));
        Assert.Equal(0, samples["ultrafarma_haproxy_server_up{backend=web,server=app3}"].Value);
        Assert.Equal((1, 0), (samples["ultrafarma_httpd_up{node=app1}"].Value, samples["ultrafarma_httpd_up{node=app2}"].Value));
        Assert.Equal(1, samples["ultrafarma_httpd_info{node=app1,version=2.4.71}"].Value);
        Assert.Equal((2, 1), (samples["ultrafarma_csync_pending_changes{node=app1}"].Value, samples["ultrafarma_csync_conflicting_paths{node=app1}"].Value));
        Assert.Equal(2, samples["ultrafarma_findings{severity=error}"].Value);
        Assert.Equal(("gauge", "seconds", 1795608000), samples["ultrafarma_look_timestamp_seconds"]);
        Assert.Equal(0.25, samples["ultrafarma_look_duration_seconds"].Value);
    }

    [Fact]
    public void What_could_not_be_asked_has_none()
    {
        var scene = new ClusterScene().Add("app1").AddBare("app2").AddDown("app3");
        scene.BalancerError = new HaproxyException(HaproxyErrorKind.Unreachable, "lb", "lb does not answer.");
        var samples = Parse(scene);
        Assert.Equal(0, samples["ultrafarma_haproxy_up"].Value);
        Assert.DoesNotContain(samples.Keys, k => k.StartsWith("ultrafarma_haproxy_server", StringComparison.Ordinal));
        Assert.Equal(0, samples["ultrafarma_part_up{node=app2,part=csync}"].Value);
        Assert.DoesNotContain("ultrafarma_csync_pending_changes{node=app2}", samples.Keys);
        Assert.DoesNotContain(samples.Keys, k => k.Contains("app3", StringComparison.Ordinal) && !k.StartsWith("ultrafarma_node_up", StringComparison.Ordinal));
        Assert.DoesNotContain(Parse(new ClusterScene { Balancer = null }.Add("app1")).Keys, k => k.Contains("haproxy", StringComparison.Ordinal));
    }

    [Fact]
    public void Names_from_a_config_break_nothing()
    {
        var scene = new ClusterScene().Add("app1");
        scene.Balancer!.Add("we\"b\\", "a\nb}é {c=\"d\"");
        Assert.Contains("ultrafarma_haproxy_server_up{backend=we\\\"b\\\\,server=a\\nb}\\u00e9 {c=\\\"d\\\"}", Parse(scene).Keys);
    }

    [Fact]
    public void Only_the_nodes_of_interest_are_told() => Assert.DoesNotContain(
        OpenMetricsParser.Parse(OpenMetricsWriter.Write(ClusterMetrics.Of(new ClusterScene().Add("app1").Add("app2").Look(), ["app2"]))).Samples.Keys,
        k => k.Contains("node=app1", StringComparison.Ordinal));

    [Theory]
    [InlineData("# TYPE a gauge\na 1\n")]
    [InlineData("# TYPE a counter\na 1\n# EOF\n")]
    [InlineData("# TYPE a gauge\n# UNIT a seconds\na 1\n# EOF\n")]
    [InlineData("# TYPE a gauge\na 1\nb 2\na 3\n# EOF\n")]
    public void The_parser_is_strict(string text) => Assert.NotEqual("", OpenMetricsParser.Parse(text).Fault);

    private static IReadOnlyDictionary<string, (string Type, string Unit, double Value)> Parse(ClusterScene scene)
    {
        var look = scene.Look();
        var (samples, fault) = OpenMetricsParser.Parse(OpenMetricsWriter.Write(ClusterMetrics.Of(look, [.. look.Inventory.Nodes.Select(n => n.Name)])));
        Assert.Equal("", fault);
        return samples;
    }
}
