using System.Management.Automation;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Nodes;

/// <summary>Test-WebClusterNode against real ssh servers.</summary>
[Collection(LabTests.Name)]
public sealed class TestNodeInLabTests : IDisposable
{
    private readonly LabFixture _lab;
    private readonly ModuleHost _host = new();

    public TestNodeInLabTests(LabFixture lab)
    {
        _lab = lab;
        _host.Run("param($p) Connect-WebCluster $p", lab.Inventory).AssertNoErrors();
    }

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Every_node_is_reached_by_connections_of_its_own_that_end_with_it()
    {
        var tests = _host.Run("Test-WebClusterNode").AssertNoErrors().As<WebClusterNodeTest>();
        Assert.Equal(Enumerable.Range(1, 5).Select(LabFixture.Node), tests.Select(t => t.Node));
        Assert.All(tests, t =>
        {
            Assert.True(t.Reached, t.Error);
            Assert.Equal(NodeDoorStage.Reached, t.Stage);
            Assert.Equal(("root", 22), (t.User, t.Port));
            Assert.StartsWith("SSH-2.0-OpenSSH", t.Server, StringComparison.Ordinal);
            Assert.Equal(("ssh-ed25519", HostKeyStanding.Listed), (t.HostKey!.Type, t.HostKey.Standing));
            Assert.Contains("password", t.OfferedMethods);
            Assert.Equal(("publickey", $"key file {_lab.State}/id_ed25519"), (t.Login!.Method, t.Login.With));
            Assert.Empty(t.Jumps);
            Assert.Null(t.Fix);
            Assert.InRange(t.Elapsed, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(5));
        });
        Assert.Empty(_host.Run("(Get-WebCluster).Connected").Output);
        for (var i = 0; i < 100 && Sessions() != "0"; i++)
        {
            Thread.Sleep(50);
        }

        Assert.Equal("0", Sessions());
    }

    [Fact]
    public void The_table_fits_and_says_what_to_do()
    {
        _lab.Stop(2, "sshd");
        try
        {
            var screen = _host.Render("Test-WebClusterNode");
            Assert.All(screen.Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, 120));
            Assert.Contains("See that the node is", screen, StringComparison.Ordinal);
            var test = _host.Run("Test-WebClusterNode *app02").AssertNoErrors().Single<WebClusterNodeTest>();
            Assert.Equal((false, NodeDoorStage.Connection), (test.Reached, test.Stage));
            Assert.Contains("nothing listens on that port", test.Error, StringComparison.Ordinal);
            Assert.Contains("its sshd listens on port 22", test.Fix, StringComparison.Ordinal);
        }
        finally
        {
            _lab.Start(2, "sshd");
        }
    }

    [Fact]
    public void A_changed_host_key_names_the_line_to_remove()
    {
        _lab.ChangeHostKey(5);
        try
        {
            var test = _host.Run("Test-WebClusterNode *app05").Single<WebClusterNodeTest>();
            Assert.Equal((NodeDoorStage.HostKey, HostKeyStanding.Changed), (test.Stage, test.HostKey!.Standing));
            Assert.Contains($"remove line {test.HostKey.Line} of {_lab.KnownHosts}", test.Fix, StringComparison.Ordinal);
        }
        finally
        {
            _lab.ChangeHostKey(5, restore: true);
        }
    }

    [Fact]
    public void A_wrong_password_is_told_and_never_shown()
    {
        using var password = Secret.Of("wrong-password");
        _host.Set("credential", new PSCredential("nobody", password));
        var outcome = _host.Run(
            "param($p) $null = Connect-WebCluster $p -Credential $credential -Verbose; Test-WebClusterNode *app01 -Verbose", _lab.Inventory);
        var test = outcome.Single<WebClusterNodeTest>();
        Assert.Equal((false, NodeDoorStage.Login), (test.Reached, test.Stage));
        Assert.Contains(test.Logins, login => login.Method == "password" && login.Outcome == NodeLoginOutcome.Refused);
        Assert.Contains("'nobody'", test.Fix, StringComparison.Ordinal);
        var shown = string.Join('\n', [test.ToString(), .. test.Logins.Select(l => l.ToString()), test.Error, test.Fix, .. outcome.Verbose]);
        Assert.DoesNotContain("wrong-password", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_between_is_told_beside_the_node_and_first_when_it_is_what_is_missing()
    {
        using var folder = new TempFolder();
        var inventory = folder.Write("cluster.psd1", File.ReadAllText(_lab.Inventory)
            .Replace("User = 'root'; ", $"User = 'root'; ProxyJump = '{LabFixture.Node(1)}';", StringComparison.Ordinal));
        _host.Run("param($p) $null = Connect-WebCluster $p", inventory).AssertNoErrors();
        var tests = _host.Run("Test-WebClusterNode *app01, *app02, *app03").As<WebClusterNodeTest>();
        Assert.All(tests, t => Assert.True(t.Reached, t.Error));
        Assert.Empty(tests[0].Jumps);
        var jump = Assert.Single(tests[1].Jumps);
        Assert.Equal((LabFixture.Node(1), true, "10.77.0.11"), (jump.Node, jump.Reached, jump.Address));
        Assert.StartsWith("SSH-2.0-OpenSSH", jump.Server, StringComparison.Ordinal);

        _lab.Stop(1, "sshd");
        try
        {
            var behind = _host.Run("Test-WebClusterNode *app02").Single<WebClusterNodeTest>();
            Assert.Equal((false, NodeDoorStage.Way), (behind.Reached, behind.Stage));
            Assert.Equal((false, NodeDoorStage.Connection), (behind.Jumps[0].Reached, behind.Jumps[0].Stage));
            Assert.StartsWith($"{LabFixture.Node(1)} first: See that the node is up", behind.Fix, StringComparison.Ordinal);
            Assert.Null(behind.Server);
        }
        finally
        {
            _lab.Start(1, "sshd");
        }
    }

    [Fact]
    public void It_works_where_neither_csync2_nor_Apache_does()
    {
        _lab.Stop(4, "httpd");
        _lab.Stop(4, "csync2");
        try
        {
            Assert.True(_host.Run("Test-WebClusterNode *app04").AssertNoErrors().Single<WebClusterNodeTest>().Reached);
        }
        finally
        {
            _lab.Start(4, "httpd");
            _lab.Start(4, "csync2");
        }
    }

    [Fact]
    public async Task Ctrl_C_while_a_node_does_not_answer()
    {
        _lab.Cut(3);
        try
        {
            using var running = _host.Start("Test-WebClusterNode *app03");
            await Task.Delay(1000);
            Assert.False(running.IsCompleted);
            Assert.InRange(await running.StopAsync(), TimeSpan.Zero, TimeSpan.FromSeconds(2));
        }
        finally
        {
            _lab.Heal(3);
        }
    }

    private string Sessions() => _lab.On("lb01", "ss -Htn state established '( dport = :22 )' | wc -l").Trim();
}
