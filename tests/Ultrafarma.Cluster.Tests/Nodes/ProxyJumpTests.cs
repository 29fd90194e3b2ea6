using System.Globalization;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Engine;
using Ultrafarma.Cluster.Tests.Ssh;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Nodes;

/// <summary>Which hosts a node is reached through: by the inventory, and by an ssh_config.</summary>
public sealed class ProxyJumpTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("gate")]
    [InlineData("ops@gate")]
    [InlineData("gate:2200")]
    [InlineData("ops@gate:2200")]
    [InlineData("a@b@gate")]
    [InlineData("[::1]:44")]
    [InlineData("ssh://ops@gate:2200")]
    [InlineData("one,ops@two:23,three")]
    [InlineData("none")]
    [InlineData("NONE")]
    [InlineData("fe80::1")]
    [InlineData("gate:99999")]
    [InlineData("gate:1:2")]
    [InlineData("@gate")]
    [InlineData("ops@")]
    [InlineData("ga/te")]
    public void Reads_what_ssh_reads(string text)
    {
        var file = _folder.Write("config", $"Host a\n ProxyJump {text}\n");
        string? theirs;
        try
        {
            theirs = Tool.Run("ssh", "-G", "-F", file, "a").Split('\n').FirstOrDefault(line => line.StartsWith("proxyjump ", StringComparison.Ordinal));
        }
        catch (InvalidOperationException)
        {
            Assert.Null(JumpSpec.TryParse(text));
            Assert.Contains("no list of hosts", Assert.Single(SshConfigReader.Read(file, _folder.FullPath).Problems), StringComparison.Ordinal);
            return;
        }

        // ssh prints the list as it was written; what it took of it, it shows where it goes on to use it.
        var ours = JumpSpec.TryParse(text)!;
        Assert.Equal(theirs?["proxyjump ".Length..].Replace("ssh://", "", StringComparison.Ordinal), ours.Count == 0 ? null : string.Join(',', ours.Select(Written)));
    }

    [Theory]
    [InlineData("Host a\n ProxyCommand nc %h %p\n ProxyJump gate", true, "")]
    [InlineData("Host a\n ProxyCommand none\n ProxyJump gate", false, "")]
    [InlineData("Host a\n ProxyJump none\n ProxyCommand nc %h %p", false, "")]
    [InlineData("Host a\n ProxyJump gate\n ProxyCommand nc %h %p", false, "gate")]
    public void Of_ProxyJump_and_ProxyCommand_the_first_one_counts(string text, bool hasCommand, string jump)
    {
        var host = SshConfigReader.Read(_folder.Write("config", text), _folder.FullPath).For("a");
        Assert.Equal(hasCommand, host.HasProxyCommand);
        Assert.Equal(jump, string.Join(',', host.ProxyJump.Select(Written)));
    }

    [Fact]
    public void A_hosts_own_block_of_the_ssh_config_applies()
    {
        var key = _folder.Write("gate_id", "key");
        var route = Route(null, null, $"""
            Host address
             ProxyJump gate
            Host gate
             HostName 10.9.9.9
             Port 2200
             User ops
             IdentityFile "{key}"
             UserKnownHostsFile "{_folder.FullPath}/gate_hosts"
             ConnectTimeout 7
             ServerAliveInterval 8
            """);
        Assert.Equal("gate", route.Endpoint.Through);
        Assert.Equal("web1 (address:22 through gate)", route.Endpoint.Place);
        var gate = route.Settings.Jump!;
        Assert.Equal(new NodeEndpoint("gate", "10.9.9.9", 2200, "ops"), gate.Endpoint);
        Assert.Equal(key, gate.Credential.KeyFile);
        Assert.Null(gate.Credential.Password);
        Assert.Equal(Path.Combine(_folder.FullPath, "gate_hosts"), gate.Settings.KnownHostsFile);
        Assert.Equal("/known", route.Settings.KnownHostsFile);
        Assert.Equal((TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(8)), (gate.Settings.ConnectTimeout, gate.Settings.KeepAlive));
        Assert.Equal("secret", route.Credential.Password);
    }

    [Fact]
    public void User_and_port_in_ProxyJump_go_before_the_block()
    {
        var gate = Route(null, "me@gate:23", "Host gate\n Port 2200\n User ops").Settings.Jump!;
        Assert.Equal(new NodeEndpoint("gate", "gate", 23, "me"), gate.Endpoint);
    }

    [Fact]
    public void Without_a_user_the_inventorys_host_has_the_clusters_and_the_configs_host_the_local_one()
    {
        Assert.Equal("deploy", Route(null, "gate", "", "deploy").Settings.Jump!.Endpoint.User);
        Assert.Equal(Environment.UserName, Route(null, null, "Host address\n ProxyJump gate", "deploy").Settings.Jump!.Endpoint.User);
    }

    [Theory]
    [InlineData("own", "all", "own")]
    [InlineData("none", "all", "")]
    [InlineData(null, "all", "all")]
    [InlineData(null, "none", "")]
    [InlineData(null, null, "config")]
    [InlineData(null, "one,two,three", "one, two, three")]
    public void The_nodes_word_goes_before_the_clusters_and_that_before_the_configs(string? node, string? ssh, string expected) =>
        Assert.Equal(expected, Route(node, ssh, "Host address\n ProxyJump config").Endpoint.Through ?? "");

    [Fact]
    public void Only_the_first_hosts_own_ProxyJump_counts()
    {
        var route = Route(null, "one,two", "Host one\n ProxyJump zero\nHost two\n ProxyJump elsewhere");
        Assert.Equal("zero, one, two", route.Endpoint.Through);
        Assert.Equal("zero, one", route.Settings.Jump!.Endpoint.Through);
    }

    [Theory]
    [InlineData(null, "Host *\n ProxyJump gate", "web1, gate, gate")]
    [InlineData(null, "Host address\n ProxyJump a\nHost a\n ProxyJump b\nHost b\n ProxyJump a", "web1, a, b, a")]
    [InlineData(null, "Host address\n ProxyJump address", "web1, address")]
    [InlineData("a,a", "", "web1, a, a")]
    public void A_circle_is_no_way(string? ssh, string config, string circle)
    {
        var route = Route(null, ssh, config);
        Assert.Contains($"ProxyJump leads in a circle ({circle})", route.Problem, StringComparison.Ordinal);
        Assert.Null(route.Settings.Jump);
    }

    [Fact]
    public void A_node_on_the_way_is_called_by_its_name_and_reached_from_the_one_before_it()
    {
        var routes = Routes(
            new() { ProxyJump = "outer,LB" },
            "",
            new() { Name = "web1", Address = "10.0.0.1" },
            new() { Name = "lb", Address = "10.0.0.9", Port = 2222, User = "ops" });
        Assert.Equal("outer, lb", routes["web1"].Endpoint.Through, ignoreCase: true);
        Assert.Equal(("10.0.0.9", 2222, "ops"), routes["web1"].Settings.Jump!.Endpoint is var e ? (e.Address, e.Port, e.User) : default);
        Assert.Equal("outer", routes["lb"].Endpoint.Through);
        Assert.Same(routes["lb"].Settings.Jump, routes["web1"].Settings.Jump!.Settings.Jump);
    }

    [Fact]
    public void Nodes_behind_the_same_hosts_share_their_routes()
    {
        var routes = Routes(
            new() { ProxyJump = "gate" },
            "",
            new() { Name = "a", Address = "a" },
            new() { Name = "b", Address = "b" },
            new() { Name = "c", Address = "c", ProxyJump = "gate,two" },
            new() { Name = "d", Address = "d", ProxyJump = "x@gate" });
        Assert.Same(routes["a"].Settings.Jump, routes["b"].Settings.Jump);
        Assert.Same(routes["a"].Settings.Jump, routes["c"].Settings.Jump!.Settings.Jump);
        Assert.NotSame(routes["a"].Settings.Jump, routes["d"].Settings.Jump);
    }

    [Theory]
    [InlineData("ProxyJump = 'a b'")]
    [InlineData("ProxyJump = 'a,'")]
    [InlineData("ProxyJump = '-oProxyCommand=x'")]
    [InlineData("ProxyJump = 22")]
    public void An_inventory_that_names_no_host_is_refused(string ssh)
    {
        using var host = new ModuleHost();
        var problem = host.Run("param($p) Test-WebClusterInventory $p", Inventory("@{ Name = 'a' }", ssh)).As<InventoryProblem>();
        Assert.Contains(problem, p => p.Key == "Ssh.ProxyJump" && p.Severity == InventorySeverity.Error);
    }

    [Fact]
    public void A_circle_is_an_error_for_its_node_and_the_others_go_on()
    {
        using var host = new ModuleHost();
        var connector = new FakeConnector();
        host.UseConnector(connector);
        var nodes = host.Run(
            "param($p) $null = Connect-WebCluster $p -WarningAction Ignore; Get-WebClusterNode -ConnectionOnly",
            Inventory("@{ Name = 'a'; ProxyJump = 'x,x' }, @{ Name = 'b' }", "")).As<WebClusterNode>();
        Assert.Equal([false, true], nodes.Select(n => n.Reachable));
        Assert.Contains("leads in a circle (a, x, x)", nodes[0].Error, StringComparison.Ordinal);
        Assert.Equal("b", Assert.Single(connector.Connected).Endpoint.Name);
    }

    private NodeRoute Route(string? nodeJump, string? clusterJump, string config, string user = "root") => Routes(
        new() { User = user, ProxyJump = clusterJump }, config, new InventoryNode { Name = "web1", Address = "address", ProxyJump = nodeJump })["web1"];

    private Dictionary<string, NodeRoute> Routes(SshSettings ssh, string config, params InventoryNode[] nodes)
    {
        var routes = new NodeRoutes(
            new ClusterInventory { Name = "x", SourcePath = "cluster.psd1", Nodes = nodes, Ssh = ssh },
            new ConnectionSettings { KnownHostsFile = "/known" },
            new NodeCredential { Password = "secret" },
            null,
            SshConfigReader.Read(_folder.Write("config", config), _folder.FullPath));
        return nodes.ToDictionary(node => node.Name, routes.Of);
    }

    private string Inventory(string nodes, string ssh) =>
        _folder.Write("cluster.psd1", $"@{{ Name = 'x'; Nodes = @({nodes}); Ssh = @{{ ConfigFile = 'none'; {ssh} }} }}");

    private static string Written(JumpSpec spec)
    {
        var host = spec.Host.Contains(':', StringComparison.Ordinal) ? $"[{spec.Host}]" : spec.Host;
        var port = spec.Port is { } number ? ":" + number.ToString(CultureInfo.InvariantCulture) : "";
        return (spec.User is null ? "" : spec.User + "@") + host + port;
    }
}
