using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Nodes;

/// <summary>What Test-WebClusterNode makes of what was seen, without a server.</summary>
public sealed class NodeDoorTests : IDisposable
{
    private readonly ModuleHost _host = new();
    private readonly TempFolder _folder = new();
    private readonly FakeConnector _connector = new();

    public NodeDoorTests() => _host.UseConnector(_connector);

    public void Dispose()
    {
        _host.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(NodeErrorKind.Unreachable, NodeDoorStage.Connection, null, "its sshd listens on port 22")]
    [InlineData(NodeErrorKind.Unreachable, NodeDoorStage.Hello, null, "MaxStartups")]
    [InlineData(NodeErrorKind.Unreachable, NodeDoorStage.HostKey, null, "MTU")]
    [InlineData(NodeErrorKind.Unreachable, NodeDoorStage.Login, null, "UseDNS")]
    [InlineData(NodeErrorKind.Unreachable, NodeDoorStage.Way, null, "Correct ProxyJump")]
    [InlineData(NodeErrorKind.CommandFailed, NodeDoorStage.Command, null, "ForceCommand")]
    [InlineData(NodeErrorKind.KeyFileUnusable, NodeDoorStage.Connection, null, "-KeyPassphrase")]
    [InlineData(NodeErrorKind.HostKeyUnknown, NodeDoorStage.Connection, null, "Make /known a known_hosts that this user can read")]
    [InlineData(NodeErrorKind.HostKeyUnknown, NodeDoorStage.HostKey, HostKeyStanding.Unknown, "-HostKeyPolicy AcceptNew")]
    [InlineData(NodeErrorKind.HostKeyUnknown, NodeDoorStage.HostKey, HostKeyStanding.NotCertified, "signed anew")]
    [InlineData(NodeErrorKind.HostKeyUnknown, NodeDoorStage.HostKey, HostKeyStanding.NotAdded, "Make /known writable")]
    [InlineData(NodeErrorKind.HostKeyChanged, NodeDoorStage.HostKey, HostKeyStanding.Changed, "remove line 7 of /known")]
    [InlineData(NodeErrorKind.HostKeyRevoked, NodeDoorStage.HostKey, HostKeyStanding.Revoked, "new host keys")]
    [InlineData(NodeErrorKind.AuthenticationFailed, NodeDoorStage.Connection, null, "Give a key file or a password")]
    public void Each_end_has_its_fix(NodeErrorKind kind, NodeDoorStage stage, HostKeyStanding? standing, string fix)
    {
        var trace = new ConnectionTrace();
        trace.End(stage);
        trace.HostKey = standing is { } known ? new NodeHostKey("ssh-ed25519", "SHA256:x", known, "/known", 7) : null;
        var test = Describe(trace, kind);
        Assert.Contains(fix, test.Fix, StringComparison.Ordinal);
        Assert.Equal((false, stage, "why"), (test.Reached, test.Stage, test.Error));
    }

    [Fact]
    public void A_node_that_is_not_reached_from_the_host_before_it_says_what_that_must_allow()
    {
        var reached = new ConnectionTrace();
        reached.End(NodeDoorStage.Reached);
        var trace = new ConnectionTrace();
        trace.End(NodeDoorStage.Connection);
        var gate = new NodeRoute(new("gate", "10.0.0.1", 22, "root"), new() { KnownHostsFile = "/known", Trace = reached }, new());
        var route = new NodeRoute(new("web1", "address", 22, "root"), new() { KnownHostsFile = "/known", Trace = trace, Jump = gate }, new());
        var test = NodeDoorTester.Describe(route, new NodeException(NodeErrorKind.Unreachable, "web1", "why"));
        Assert.True(Assert.Single(test.Jumps).Reached);
        Assert.EndsWith("be reached from gate, which must forward connections (AllowTcpForwarding, PermitOpen).", test.Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("publickey", NodeLoginOutcome.Refused, "authorized_keys of the user 'root'")]
    [InlineData("password", NodeLoginOutcome.Refused, "PermitRootLogin")]
    [InlineData("password", NodeLoginOutcome.NotTried, "by publickey, hostbased only")]
    public void A_login_that_failed_says_which_door_to_open(string method, NodeLoginOutcome outcome, string fix)
    {
        var trace = new ConnectionTrace { OfferedMethods = ["publickey", "hostbased"], Logins = [new(method, "x", outcome)] };
        trace.End(NodeDoorStage.Login);
        Assert.Contains(fix, Describe(trace, NodeErrorKind.AuthenticationFailed).Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_cluster_this_machine_is_its_own_door()
    {
        var test = _host.Run("Test-WebClusterNode").AssertNoErrors().Single<WebClusterNodeTest>();
        Assert.True(test.Reached, test.Error);
        Assert.Equal((System.Net.Dns.GetHostName(), null, null), (test.Node, test.Address, test.Port));
        Assert.Empty(_connector.Connected);
    }

    [Fact]
    public void Its_connections_are_its_own_and_closed_and_the_sessions_stay()
    {
        Connect();
        _host.Run("Get-WebClusterNode -ConnectionOnly").AssertNoErrors();
        Assert.Equal(2, _connector.Open);
        var tests = _host.Run("Test-WebClusterNode").AssertNoErrors().As<WebClusterNodeTest>();
        Assert.Equal(["a", "b"], tests.Select(t => t.Node));
        Assert.All(tests, t => Assert.True(t.Reached));
        Assert.Equal(4, _connector.Connected.Count);
        Assert.Equal(2, _connector.Open);
    }

    [Fact]
    public void A_node_that_fails_is_a_row_and_the_others_go_on()
    {
        _connector.OnConnect = (endpoint, _) => endpoint.Name == "a"
            ? throw new NodeException(NodeErrorKind.Unreachable, "a", "a is gone.") : Task.CompletedTask;
        Connect();
        var tests = _host.Run("Test-WebClusterNode").AssertNoErrors().As<WebClusterNodeTest>();
        Assert.Equal([(false, "a is gone."), (true, null)], tests.Select(t => (t.Reached, t.Error)));
    }

    [Fact]
    public void A_login_whose_commands_do_not_run_was_not_reached()
    {
        _connector.ExitCode = _ => 1;
        Connect();
        var test = _host.Run("Test-WebClusterNode a").AssertNoErrors().Single<WebClusterNodeTest>();
        Assert.Equal((false, NodeDoorStage.Command), (test.Reached, test.Stage));
        Assert.Contains("login shell of the user 'root'", test.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void Nodes_come_by_name_wildcard_and_pipeline_and_an_unknown_one_is_an_error()
    {
        Connect();
        Assert.Equal(["b"], Names("Test-WebClusterNode B"));
        Assert.Equal(["a", "b"], Names("Test-WebClusterNode *"));
        Assert.Equal(["a", "b"], Names("Get-WebCluster | Test-WebClusterNode"));
        Assert.Equal(["b"], Names("Get-WebClusterNode b -ConnectionOnly | Test-WebClusterNode"));
        Assert.Empty(_host.Run("@() | Test-WebClusterNode").AssertNoErrors().Output);
        var outcome = _host.Run("Test-WebClusterNode nosuch, a");
        Assert.Equal("a", Assert.IsType<WebClusterNodeTest>(Assert.Single(outcome.Output).BaseObject).Node);
        Assert.StartsWith("NodeNotFound,", Assert.Single(outcome.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Nodes_behind_the_same_host_are_tried_through_one_watched_host()
    {
        Connect("Ssh = @{ ProxyJump = 'gate' }");
        _host.Run("Test-WebClusterNode").AssertNoErrors();
        var jumps = _connector.Connected.Select(call => call.Settings.Jump).Distinct(ReferenceEqualityComparer.Instance);
        Assert.Single(jumps);
        Assert.All(_connector.Connected, call => Assert.NotNull(call.Settings.Jump!.Settings.Trace));
        Assert.Equal(2, _connector.Connected.Select(call => call.Settings.Trace).Distinct().Count());
    }

    private static WebClusterNodeTest Describe(ConnectionTrace trace, NodeErrorKind kind) => NodeDoorTester.Describe(
        new NodeRoute(new("web1", "address", 22, "root"), new() { KnownHostsFile = "/known", Trace = trace }, new()),
        new NodeException(kind, "web1", "why"));

    private IEnumerable<string> Names(string script) => _host.Run(script).AssertNoErrors().As<WebClusterNodeTest>().Select(t => t.Node);

    private void Connect(string more = "") => _host.Run(
        "param($p) $null = Connect-WebCluster $p -WarningAction Ignore",
        _folder.Write("cluster.psd1", $"@{{ Name = 'x'; Nodes = @(@{{ Name = 'a' }}, @{{ Name = 'b' }}); {more} }}"))
        .AssertNoErrors();
}
