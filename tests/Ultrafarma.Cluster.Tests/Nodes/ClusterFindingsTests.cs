using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Nodes;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Nodes;

/// <summary>What is wrong by a look at the cluster, without a server.</summary>
public sealed class ClusterFindingsTests
{
    [Fact]
    public void Nothing_is_found_where_all_is_well()
    {
        var findings = Of(new ClusterScene().Add("app1").Add("app2"));
        Assert.Empty(findings);
        Assert.Equal(0, ClusterFindings.ExitCode(findings));
    }

    [Fact]
    public void A_node_that_does_not_answer_is_an_error_and_its_parts_are_not_named_as_well()
    {
        var findings = Of(new ClusterScene().Add("app1").AddDown("app2"));
        Assert.Equal(
            ["Warning: app2: Server web/app2 is DOWN.", "Error: app2: app2 does not answer."], findings.Select(f => f.ToString()));
        Assert.Equal(2, ClusterFindings.ExitCode(findings));
    }

    [Theory]
    [InlineData("MAINT", FindingSeverity.Info)]
    [InlineData("DRAIN", FindingSeverity.Info)]
    [InlineData("DOWN", FindingSeverity.Warning)]
    [InlineData("DOWN 1/2", FindingSeverity.Warning)]
    public void A_server_that_is_out(string status, FindingSeverity severity)
    {
        var finding = Assert.Single(Of(new ClusterScene().Add("app1").Add("app2", status: status)));
        Assert.Equal((severity, "app2", ClusterArea.Haproxy), (finding.Severity, finding.Node, finding.Area));
        Assert.Contains(status, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_backend_that_nobody_serves_is_an_error_of_the_balancer()
    {
        var findings = Of(new ClusterScene().Add("app1", status: "DRAIN"));
        Assert.Equal([FindingSeverity.Error, FindingSeverity.Info], findings.Select(f => f.Severity));
        Assert.Equal(("/run/fake.sock", "Backend web has no server that serves."), (findings[0].Node, findings[0].Message));
    }

    [Fact]
    public void A_balancer_that_does_not_answer_is_one_error()
    {
        var scene = new ClusterScene().Add("app1").Add("app2");
        scene.BalancerError = new HaproxyException(HaproxyErrorKind.Unreachable, "lb", "lb does not answer.");
        Assert.Equal("Error: /run/fake.sock: lb does not answer.", Assert.Single(Of(scene)).ToString());
    }

    [Fact]
    public void A_node_that_the_balancer_does_not_know_is_a_warning()
    {
        var scene = new ClusterScene().Add("app1").Add("app2");
        scene.Balancer!.Remove("app2");
        var finding = Assert.Single(Of(scene));
        Assert.Equal((FindingSeverity.Warning, "app2", ClusterArea.Haproxy), (finding.Severity, finding.Node, finding.Area));
    }

    [Fact]
    public void Apache_that_is_stopped_drifts_or_has_another_nodes_host()
    {
        var findings = Of(new ClusterScene()
            .Add("app1").Add("app2", running: false).Add("app3", "ServerName app1\n").Add("app4", "ServerName app4\nKeepAlive Off\n"));
        Assert.Equal(
            [
                "Error: app2: Apache does not run.",
                "Warning: app3: /etc/httpd/conf/httpd.conf:1 has ServerName app1 where the node's own app3 should stand.",
                "Warning: app4: /etc/httpd/conf/httpd.conf is another than most nodes have (+1 -0 lines against app1).",
            ],
            findings.Select(f => f.ToString()));
        Assert.All(findings, f => Assert.Equal(ClusterArea.Httpd, f.Area));
        Assert.All(findings, f => Assert.Contains(f.Node, f.Fix, StringComparison.Ordinal));
    }

    [Fact]
    public void A_config_that_apache_refuses_is_an_error_and_so_is_an_apache_that_cannot_be_asked()
    {
        var refused = new HttpdConfigTest
        {
            Node = "app1",
            Path = "/c",
            Ok = false,
            Problems = [new HttpdConfigProblem(true, "/c", 7, "Invalid command 'Foo'")],
        };
        var findings = ClusterFindings.Of(
            new ClusterScene().Add("app1").Add("app2").Look(),
            ClusterChecks.None with
            {
                Httpd = [new("app1", refused, null), new("app2", null, new NodeException(NodeErrorKind.CommandTimeout, "app2", "took too long"))],
            });
        Assert.Equal(
            ["Error: app1: Apache refuses its config: /c, line 7: Invalid command 'Foo'", "Error: app2: took too long"],
            findings.Select(f => f.ToString()));
    }

    [Fact]
    public void What_is_wrong_with_csync2s_configs_stands_with_its_node_and_names_the_place()
    {
        CsyncConfigFinding[] found =
        [
            new() { Severity = FindingSeverity.Error, Node = "app2", File = "/etc/csync2.cfg", Line = 7, Message = "No key.", Fix = "Make one." },
            new() { Severity = FindingSeverity.Warning, Node = "stranger", Message = "Its server does not answer.", Fix = "Start it." },
        ];
        var silent = new NodeException(NodeErrorKind.CommandTimeout, "app1", "took too long");
        var findings = ClusterFindings.Of(
            new ClusterScene().Add("app1").Add("app2").Look(), ClusterChecks.None with { Csync = new(["app2"], found, [silent]) });
        Assert.Equal(
            ["Error: app1: took too long", "Error: app2: No key. (/etc/csync2.cfg:7)", "Warning: stranger: Its server does not answer."],
            findings.Select(f => f.ToString()));
        Assert.All(findings, f => Assert.Equal(ClusterArea.Csync, f.Area));
        Assert.Equal(["Test-CsyncConfig -Node app1 asks it alone.", "Make one.", "Start it."], findings.Select(f => f.Fix));
    }

    [Fact]
    public void Conflicts_are_a_warning_and_what_is_only_pending_is_an_info()
    {
        var findings = Of(new ClusterScene()
            .Add("app1", dirty: ["/a>app2", "/b>app2"]).Add("app2", dirty: "/a>app1").Add("app3", dirty: "/c>app1"));
        Assert.Equal(
            ["app1 Warning", "app1 Info", "app2 Warning", "app2 Info", "app3 Info"], findings.Select(f => $"{f.Node} {f.Severity}"));
        Assert.Contains("1 of its paths", findings[0].Message, StringComparison.Ordinal);
        Assert.Contains("2 changes", findings[1].Message, StringComparison.Ordinal);
        Assert.Equal(1, ClusterFindings.ExitCode(findings));
    }

    [Fact]
    public void A_part_that_cannot_be_asked_is_an_error()
    {
        var findings = Of(new ClusterScene { Balancer = null }.AddBare("app1"));
        Assert.Equal([(ClusterArea.Httpd, "httpd: not found"), (ClusterArea.Csync, "csync2: not found")], findings.Select(f => (f.Area, f.Message)));
        Assert.All(findings, f => Assert.Equal(FindingSeverity.Error, f.Severity));
    }

    private static IReadOnlyList<ClusterFinding> Of(ClusterScene scene) => ClusterFindings.Of(scene.Look(), ClusterChecks.None);
}
