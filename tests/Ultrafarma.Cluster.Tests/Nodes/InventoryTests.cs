using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Nodes;

/// <summary>What an inventory may say, and what is told about one that says something else.</summary>
public sealed class InventoryTests : IDisposable
{
    private readonly ModuleHost _host = new();
    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        _host.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("@{ Nodes = @{ Name = 'a' } }", "1:1 Name", "is missing")]
    [InlineData("@{ Name = 'x' }", "1:1 Nodes", "is missing")]
    [InlineData("@{ Name = $null; Nodes = @{ Name = 'a' } }", "1:1 Name", "is missing")]
    [InlineData("@{ Name = 'x'; Nodes = @() }", "1:16 Nodes", "at least one node")]
    [InlineData("@{ Name = ''; Nodes = @{ Name = 'a' } }", "1:11 Name", "must not be empty")]
    [InlineData("@{ Name = 5; Nodes = @{ Name = 'a' } }", "1:11 Name", "must be text")]
    [InlineData("@{ Name = @('x'); Nodes = @{ Name = 'a' } }", "1:11 Name", "must be text")]
    [InlineData("@{ Name = \"x`ny\"; Nodes = @{ Name = 'a' } }", "1:11 Name", "control characters")]
    [InlineData("@{ Name = 'x'; Nodes = 'a' }", "1:24 Nodes", "must be a table for each node")]
    [InlineData("@{ Name = 'x'; Nodes = @{ } }", "1:24 Nodes.Name", "is missing")]
    [InlineData("@{ Name = 'x'; Nodes = @{ Name = 'a b' } }", "1:34 Nodes.Name", "must be a host's name")]
    [InlineData("@{ Name = 'x'; Nodes = @{ Name = 'a/b' } }", "1:34 Nodes.Name", "must be a host's name")]
    [InlineData("@{ Name = 'x'; Nodes = @{ Name = '-a' } }", "1:34 Nodes.Name", "must be a host's name")]
    [InlineData("@{ Name = 'x'; Nodes = @{ Name = \"a`t\" } }", "1:34 Nodes.Name", "control characters")]
    [InlineData("@{ Name = 'x'; Nodes = @(@{ Name = 'a' }, @{ Name = 'A'; Address = 'b' }) }", "1:43 Nodes[1].Name", "same as Nodes[0].Name")]
    [InlineData("@{ Name = 'x'; Nodes = @(@{ Name = 'a' }, @{ Name = 'b'; Address = 'A' }) }", "1:43 Nodes[1].Address", "same address and port as Nodes[0]")]
    [InlineData("@{ Name = 'x'; Ssh = @{ Port = 2 }; Nodes = @(@{ Name = 'a' }, @{ Name = 'b'; Address = 'a'; Port = 2 }) }", "1:64 Nodes[1].Address", "same address and port")]
    [InlineData("@{ Name = 'x'; Nodes = @{ Name = 'a'; Address = 'root@a' } }", "1:49 Nodes.Address", "the key User")]
    [InlineData("@{ Name = 'x'; Nodes = @{ Name = 'a'; Address = 'a:22' } }", "1:49 Nodes.Address", "the key Port")]
    [InlineData("@{ Name = 'x'; Nodes = @{ Name = 'a'; Port = 0 } }", "1:46 Nodes.Port", "a port from 1 to 65535, not 0")]
    [InlineData("@{ Name = 'x'; Nodes = @{ Name = 'a'; Port = 65536 } }", "1:46 Nodes.Port", "not 65536")]
    [InlineData("@{ Name = 'x'; Nodes = @{ Name = 'a'; Port = 22.5 } }", "1:46 Nodes.Port", "not 22.5")]
    [InlineData("@{ Name = 'x'; Nodes = @{ Name = 'a'; Port = '22' } }", "1:46 Nodes.Port", "without quotes")]
    [InlineData("@{ Name = 'x'; Nodes = @{ Name = 'a'; Port = 99999999999999999999999999 } }", "1:46 Nodes.Port", "a port from")]
    [InlineData("@{ Name = 'x'; Nodes = @{ Name = 'a'; Roles = @('u', 5) } }", "1:54 Nodes.Roles[1]", "must be text")]
    [InlineData("@{ Name = 'x'; Nodes = @{ Name = 'a' }; Ssh = 'x' }", "1:47 Ssh", "must be a table")]
    [InlineData("@{ Name = 'x'; Nodes = @{ Name = 'a' }; Ssh = @{ ConnectTimeoutSeconds = -1 } }", "1:74 Ssh.ConnectTimeoutSeconds", "not -1")]
    [InlineData("@{ Name = 'x'; Nodes = @{ Name = 'a' }; Ssh = @{ KeepAliveSeconds = 0 } }", "1:69 Ssh.KeepAliveSeconds", "not 0")]
    [InlineData("@{ Name = 'x'; Nodes = @{ Name = 'a' }; Ssh = @{ ThrottleLimit = 0 } }", "1:66 Ssh.ThrottleLimit", "not 0")]
    [InlineData("@{ Name = 'x'; Nodes = @{ Name = 'a' }; Ssh = @{ HostKeyPolicy = 'Any' } }", "1:66 Ssh.HostKeyPolicy", "'Strict', 'AcceptNew'")]
    [InlineData("@{ Name = 'x'; Nodes = @{ Name = 'a' }; Ssh = @{ HostKeyPolicy = '1' } }", "1:66 Ssh.HostKeyPolicy", "'Strict', 'AcceptNew'")]
    [InlineData("@{ Name = 'x'; Nodes = @{ Name = 'a' }; Ssh = @{ User = '-o' } }", "1:57 Ssh.User", "must be a user's name")]
    [InlineData("@{ Name = 'x'; Nodes = @{ Name = 'a' }; Csync = @{ ConfigPath = 'etc' } }", "1:65 Csync.ConfigPath", "absolute path on the nodes")]
    [InlineData("@{ Name = 'x'; Nodes = @{ Name = 'a' }; Csync = @{ Command = './csync2' } }", "1:62 Csync.Command", "a program's name or its absolute path")]
    [InlineData("@{ Name = 'x'; Nodes = @{ Name = 'a' }; Httpd = @{ HealthUrl = 'ftp://{Address}/' } }", "1:64 Httpd.HealthUrl", "http:// or https://")]
    [InlineData("@{ Name = 'x'; Nodes = @{ Name = 'a' }; Httpd = @{ StatusUrl = '/server-status' } }", "1:64 Httpd.StatusUrl", "http:// or https://")]
    [InlineData("@{ Name = 'x'; Nodes = @{ Name = 'a' }; Haproxy = @{ Uri = 'http://u:p@h/' } }", "1:60 Haproxy.Uri", "secrets do not belong")]
    [InlineData("@{ Name = 'x'; Nodes = @{ Name = 'a' }; Haproxy = @{ Socket = 'nowhere' } }", "1:63 Haproxy.Socket", "host:port")]
    [InlineData("@{ Name = 'x'; Nodes = @{ Name = 'app1' }; Haproxy = @{ Node = 'app2' } }", "1:64 Haproxy.Node", "did you mean 'app1'?")]
    public void Says_what_is_wrong_and_where(string text, string where, string message)
    {
        var problem = Assert.Single(Errors(text));
        Assert.Equal(where, $"{problem.Line}:{problem.Column} {problem.Key}");
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Ssh = @{ KeyFiel = 'x' }", "Ssh.KeyFiel", "did you mean 'KeyFile'?")]
    [InlineData("Ssh = @{ usr = 'x' }", "Ssh.usr", "did you mean 'User'?")]
    [InlineData("Ssh = @{ KnownHosts = 'x' }", "Ssh.KnownHosts", "did you mean 'KnownHostsFile'?")]
    [InlineData("SSHH = @{ }", "SSHH", "did you mean 'Ssh'?")]
    [InlineData("Csynk = @{ }", "Csynk", "did you mean 'Csync'?")]
    [InlineData("Zebra = 1", "Zebra", "Known here: Name, Nodes, Ssh, Csync, Httpd, Haproxy.")]
    public void Names_the_nearest_known_key(string section, string key, string message)
    {
        var problem = Assert.Single(Errors($"@{{ Name = 'x'; Nodes = @{{ Name = 'a' }}; {section} }}"));
        Assert.Equal(key, problem.Key);
        Assert.EndsWith(message, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Password")]
    [InlineData("KeyPassphrase")]
    [InlineData("StatsPwd")]
    [InlineData("ApiToken")]
    public void Refuses_secrets_without_repeating_them(string key)
    {
        var problem = Assert.Single(Errors($"@{{ Name = 'x'; Nodes = @{{ Name = 'a' }}; Ssh = @{{ {key} = 'hunter2' }} }}"));
        Assert.Contains("-Credential", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", problem.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$env:HOME")]
    [InlineData("$x")]
    [InlineData("\"$env:HOME\"")]
    [InlineData("\"a$(throw 'ran')\"")]
    [InlineData("$(throw 'ran')")]
    [InlineData("(throw 'ran')")]
    [InlineData("('x')")]
    [InlineData("throw 'ran'")]
    [InlineData("hostname")]
    [InlineData("& { throw 'ran' }")]
    [InlineData("{ 1 }")]
    [InlineData("'a' + 'b'")]
    [InlineData("'a' | Out-Null")]
    [InlineData("'a' > /dev/null")]
    [InlineData("[string]'a'")]
    [InlineData("[System.IO.File]::ReadAllText('/etc/hostname')")]
    [InlineData("'abc'.Length")]
    [InlineData("@('a')[0]")]
    [InlineData("if ($true) { 'a' }")]
    [InlineData("-'a'")]
    [InlineData("@(Get-Date)")]
    [InlineData("@{ Deep = $(throw 'ran') }")]
    [InlineData("$true; Other = $env:HOME")]
    public void Runs_nothing(string value)
    {
        var errors = Errors($"@{{ Name = {value}; Nodes = @{{ Name = 'a' }} }}");
        Assert.NotEmpty(errors);
        Assert.DoesNotContain(errors, e => e.Message.Contains("ran", StringComparison.Ordinal) && !e.Message.Contains("without being run", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment")]
    [InlineData("'text'")]
    [InlineData("@(1)")]
    [InlineData("@{ Name = 'x' } ; @{ Name = 'y' }")]
    [InlineData("param($x) @{ Name = 'x' }")]
    [InlineData("using namespace System\n@{ Name = 'x' }")]
    [InlineData("#requires -Version 7\n@{ Name = 'x' }")]
    [InlineData("@{ Name = 'x' } | Out-Null")]
    [InlineData("begin { } end { @{ Name = 'x' } }")]
    [InlineData("trap { } @{ Name = 'x' }")]
    public void Refuses_what_is_not_one_table(string text) =>
        Assert.Contains("must be one table", Assert.Single(Errors(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("@{ Name = ")]
    [InlineData("@{ Name = 'x'; name = 'y' }")]
    [InlineData("@{ 'a' }")]
    [InlineData("}")]
    [InlineData("@{ Name = 'x' = 'y' }")]
    public void Reports_syntax_errors_with_their_place(string text) => Assert.All(Errors(text), problem => Assert.InRange(problem.Line, 1, 3));

    [Fact]
    public void Reports_all_problems_at_once_in_the_files_order()
    {
        var errors = Errors(
            """
            @{
                Nmae  = 'x'
                Nodes = @(
                    @{ Name = 'a'; Port = 0; Colour = 'red' }
                    @{ Name = 'a' }
                )
                Ssh   = @{ User = $env:USER; Port = 'x' }
            }
            """);
        Assert.Equal(
            ["1 Name", "2 Nmae", "4 Nodes[0].Port", "4 Nodes[0].Colour", "5 Nodes[1].Name", "7 Ssh.User", "7 Ssh.Port"],
            errors.Select(e => $"{e.Line} {e.Key}"));
    }

    [Fact]
    public void Takes_every_way_to_write_constants()
    {
        var path = _folder.Write("good.psd1",
            """
            # a comment
            @{
                "Name" = "double `"quoted`""
                Nodes  = @{ name = 'a'; PORT = 0x16; Roles = 'Upload', 'Db' },
                         @{ Name = @'
            b
            '@
                         Roles = 'One' }
                Ssh    = @{ ConnectTimeoutSeconds = 2.5; KeyFile = $null }
                Csync  = $null
            }
            """);
        var cluster = Connect(path);
        Assert.Equal(["a", "b"], cluster.Nodes);
        Assert.Equal("double \"quoted\"", cluster.Name);
    }

    [Fact]
    public void Refuses_a_file_that_is_too_large_to_be_one()
    {
        var path = _folder.Write("large.psd1", "#" + new string('x', 2 * 1024 * 1024));
        Assert.Contains("larger than", Assert.Single(Problems(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_what_is_nested_too_deeply()
    {
        var errors = Errors("@{ Name = " + string.Concat(Enumerable.Repeat("@(", 100)) + "1" + new string(')', 100) + " }");
        Assert.Contains(errors, e => e.Message.Contains("nested too deeply", StringComparison.Ordinal));
    }

    private WebCluster Connect(string path) => _host.Run("param($p) Connect-WebCluster $p -HostKeyPolicy AcceptNew", path).Single<WebCluster>();

    private List<InventoryProblem> Errors(string text) =>
        [.. Problems(_folder.Write("cluster.psd1", text)).Where(p => p.Severity == InventorySeverity.Error)];

    private IReadOnlyList<InventoryProblem> Problems(string path) =>
        _host.Run("param($p) Test-WebClusterInventory $p", path).As<InventoryProblem>();
}
