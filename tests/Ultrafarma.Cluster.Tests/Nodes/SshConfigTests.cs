using System.Globalization;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Engine;
using Ultrafarma.Cluster.Tests.Ssh;

namespace Ultrafarma.Cluster.Tests.Nodes;

/// <summary>What is taken from an ssh_config, and that the inventory's own words win.</summary>
public sealed class SshConfigTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ModuleHost _host = new();
    private readonly FakeConnector _connector = new();

    public SshConfigTests() => _host.UseConnector(_connector);

    public void Dispose()
    {
        _host.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("Host a\n Port 2201\nHost *\n Port 2202\n User all")]
    [InlineData("Host b\n Port 2201\nHost *\n Port 2202\n User all")]
    [InlineData("Port 2203\nHost a\n Port 2204")]
    [InlineData("host=a\nPORT = 2205\nuser=\"deploy\"")]
    [InlineData("Host * !a\n Port 2206\nHost ? # only one letter\n Port 2207 # here")]
    [InlineData("Host !a\n Port 2208")]
    [InlineData("Host web?? db* x a\n HostName %h.example.test\n User 'one'")]
    [InlineData("Host *a*b\n Port 2209\nHost a\n HostName 10.0.0.1")]
    [InlineData("Host a\n ConnectTimeout 1m30s\n ServerAliveInterval 20\n ConnectTimeout 5")]
    [InlineData("Host a\n HostName a%%b")]
    [InlineData("Match all\n Port 2210\nHost a\n Port 2211")]
    [InlineData("Host a\n IdentityFile /k/one\n IdentityFile \"/k/t w o\"\nHost *\n IdentityFile /k/three")]
    [InlineData("Host a\n UserKnownHostsFile /k/hosts\n ProxyJump none")]
    public void Reads_what_ssh_reads(string text)
    {
        var file = _folder.Write("config", text);
        var theirs = Tool.Run("ssh", "-G", "-F", file, "a").Split('\n').Select(line => line.Split(' ', 2)).Where(pair => pair.Length == 2)
            .ToLookup(pair => pair[0], pair => pair[1]);
        var ours = Read(file).For("a");

        Assert.Equal(theirs["hostname"].Single(), ours.HostName ?? "a");
        Assert.Equal(theirs["port"].Single(), (ours.Port ?? 22).ToString(CultureInfo.InvariantCulture));
        Assert.Equal(theirs["user"].Single(), ours.User ?? Environment.UserName);
        Assert.Equal(theirs["serveraliveinterval"].Single(), Seconds(ours.ServerAliveInterval) ?? "0");
        Assert.Equal(theirs["connecttimeout"].Single(), Seconds(ours.ConnectTimeout) ?? "none");
        Assert.Equal(theirs["identityfile"].Where(f => f.StartsWith("/k/", StringComparison.Ordinal)), ours.IdentityFiles);
        Assert.Equal(theirs["userknownhostsfile"].Single().StartsWith("/k/", StringComparison.Ordinal), ours.UserKnownHostsFile == "/k/hosts");
    }

    [Fact]
    public void Includes_count_only_where_they_stand()
    {
        var more = _folder.Write("more", "User included\nHost b\n Port 2212");
        var config = Read(_folder.Write("config", $"Host a\n Include \"{more}\"\n User late\nHost b\n User other"));
        Assert.Empty(config.Problems);
        Assert.Equal("included", config.For("a").User);
        Assert.Equal("other", config.For("b").User);
        Assert.Null(config.For("b").Port);
    }

    [Theory]
    [InlineData("Port 22x", ":1: '22x' is no port")]
    [InlineData("Host a\nPort 70000", ":2: '70000' is no port")]
    [InlineData("ConnectTimeout soon", ":1: 'soon' is no time")]
    [InlineData("User \"open", ":1: a quote is not closed")]
    [InlineData("User", ":1: User has no value")]
    public void Says_what_is_wrong_and_leaves_that_line_out(string text, string problem)
    {
        var config = Read(_folder.Write("config", text + "\nHost *\n HostName 10.0.0.9"));
        Assert.Contains(problem, Assert.Single(config.Problems), StringComparison.Ordinal);
        Assert.Equal("10.0.0.9", config.For("a").HostName);
    }

    [Fact]
    public void A_file_that_includes_itself_ends()
    {
        var file = _folder.Write("config", $"Include \"{_folder.FullPath}/config\"\nUser one");
        var config = Read(file);
        Assert.Contains("include each other", Assert.Single(config.Problems), StringComparison.Ordinal);
        Assert.Equal("one", config.For("a").User);
    }

    [Fact]
    public void A_file_that_others_may_write_to_is_left_out()
    {
        var file = _folder.Write("config", "User mallory");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherWrite);
        var config = Read(file);
        Assert.Contains("chmod go-w", Assert.Single(config.Problems), StringComparison.Ordinal);
        Assert.Null(config.For("a").User);
    }

    [Fact]
    public void Fills_in_what_the_inventory_does_not_say()
    {
        var key = _folder.Write("id", "key");
        var call = Connect(
            $"Host alias\n HostName 10.0.0.7\n Port 2213\n User deploy\n IdentityFile /nowhere\n IdentityFile \"{key}\"\n"
            + $" UserKnownHostsFile \"{_folder.FullPath}/%r-%p\"\n ConnectTimeout 7\n ServerAliveInterval 9", "");
        Assert.Equal(new NodeEndpoint("app01", "10.0.0.7", 2213, "deploy"), call.Endpoint);
        Assert.Equal(Path.Combine(_folder.FullPath, "deploy-2213"), call.Settings.KnownHostsFile);
        Assert.Equal(TimeSpan.FromSeconds(7), call.Settings.ConnectTimeout);
        Assert.Equal(TimeSpan.FromSeconds(9), call.Settings.KeepAlive);
        Assert.Equal(key, call.Credential.KeyFile);
    }

    [Fact]
    public void The_inventorys_own_values_win()
    {
        var call = Connect(
            "Host *\n Port 2213\n User deploy\n IdentityFile /dev/null\n UserKnownHostsFile /x\n ConnectTimeout 7\n ServerAliveInterval 9",
            "User = 'root'; Port = 22; KeyFile = 'own'; KnownHostsFile = 'hosts'; ConnectTimeoutSeconds = 10; KeepAliveSeconds = 15");
        Assert.Equal(new NodeEndpoint("app01", "alias", 22, "root"), call.Endpoint);
        Assert.Equal(Path.Combine(_folder.FullPath, "hosts"), call.Settings.KnownHostsFile);
        Assert.Equal(TimeSpan.FromSeconds(10), call.Settings.ConnectTimeout);
        Assert.Equal(TimeSpan.FromSeconds(15), call.Settings.KeepAlive);
        Assert.Equal(Path.Combine(_folder.FullPath, "own"), call.Credential.KeyFile);
    }

    [Fact]
    public void Switching_host_keys_off_there_does_not_switch_them_off_here()
    {
        var call = Connect("Host *\n StrictHostKeyChecking no\n UserKnownHostsFile /dev/null", "");
        Assert.EndsWith("/.ssh/known_hosts", call.Settings.KnownHostsFile, StringComparison.Ordinal);
        Assert.Equal(HostKeyPolicy.Strict, call.Settings.HostKeyPolicy);
    }

    [Fact]
    public void Names_what_is_not_supported_once()
    {
        var config = _folder.Write("config", "ForwardAgent yes\nHost *\n forwardagent no\n ProxyCommand nc %h %p\nMatch user x\n Port 1");
        var result = _host.Run("param($p) Connect-WebCluster $p -HostKeyPolicy AcceptNew -Verbose 4>&1 3>&1 | ForEach-Object { \"$_\" }", Inventory(config, ""));
        var lines = result.AssertNoErrors().As<string>();
        Assert.Single(lines, line => line.EndsWith("left out: ForwardAgent, Match.", StringComparison.Ordinal));
        Assert.Single(lines, line => line.Contains("reaches app01 through ProxyCommand", StringComparison.Ordinal));
    }

    private (NodeEndpoint Endpoint, ConnectionSettings Settings, NodeCredential Credential) Connect(string config, string ssh)
    {
        _host.Run("param($p) $null = Connect-WebCluster $p -WarningAction Ignore; Get-WebClusterNode", Inventory(_folder.Write("config", config), ssh))
            .AssertNoErrors();
        return Assert.Single(_connector.Connected);
    }

    private string Inventory(string config, string ssh) => _folder.Write(
        "cluster.psd1", $"@{{ Name = 'x'; Nodes = @{{ Name = 'app01'; Address = 'alias' }}; Ssh = @{{ ConfigFile = '{config}'; {ssh} }} }}");

    private SshConfig Read(string file) => SshConfigReader.Read(file, _folder.FullPath);

    private static string? Seconds(TimeSpan? time) => time?.TotalSeconds.ToString(CultureInfo.InvariantCulture);
}
