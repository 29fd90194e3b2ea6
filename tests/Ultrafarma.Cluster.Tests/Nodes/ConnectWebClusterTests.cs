using System.Management.Automation;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Nodes;

public sealed class ConnectWebClusterTests : IDisposable
{
    private readonly ModuleHost _host = new();
    private readonly TempFolder _folder = new();
    private readonly FakeConnector _connector = new();
    private readonly string _inventory;

    public ConnectWebClusterTests()
    {
        _inventory = _folder.Write("cluster.psd1", ClusterFiles.Three);
        _host.UseConnector(_connector);
    }

    public void Dispose()
    {
        _host.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Gives_the_cluster_and_opens_no_connection_yet()
    {
        var cluster = _host.Run("param($p) Connect-WebCluster $p", _inventory).Single<WebCluster>();
        Assert.Equal("shop", cluster.Name);
        Assert.Equal(_inventory, cluster.Path);
        Assert.Equal(["app01", "app02", "app03"], cluster.Nodes);
        Assert.Empty(cluster.Connected);
        Assert.Empty(_connector.Connected);
    }

    [Fact]
    public void Takes_the_inventorys_settings()
    {
        _host.Run("param($p) Connect-WebCluster $p | Get-WebClusterNode", _inventory).AssertNoErrors();
        var calls = _connector.Connected.OrderBy(c => c.Endpoint.Name).ToList();
        Assert.Equal(
            [new("app01", "127.0.0.11", 22, "root"), new("app02", "127.0.0.12", 2222, "root"), new("app03", "127.0.0.13", 22, "deploy")],
            calls.Select(c => c.Endpoint));
        Assert.All(calls, call =>
        {
            Assert.Equal(HostKeyPolicy.AcceptNew, call.Settings.HostKeyPolicy);
            Assert.Equal(TimeSpan.FromSeconds(5), call.Settings.ConnectTimeout);
            Assert.Equal(TimeSpan.FromSeconds(15), call.Settings.KeepAlive);
            Assert.EndsWith(Path.Combine(".ssh", "known_hosts"), call.Settings.KnownHostsFile, StringComparison.Ordinal);
            Assert.Null(call.Credential.KeyFile);
            Assert.Null(call.Credential.Password);
        });
    }

    [Fact]
    public void Parameters_win_over_the_inventory()
    {
        var key = _folder.Write("id", "not a real key");
        _host.Set("credential", new PSCredential("ops", Secret.Of("pw")));
        _host.Set("passphrase", Secret.Of("phrase"));
        _host.Run(
            """
            param($p, $k)
            $null = Connect-WebCluster -Path $p -Credential $credential -KeyFile $k -KeyPassphrase $passphrase -HostKeyPolicy Strict
            Get-WebClusterNode
            """, _inventory, key).AssertNoErrors();
        Assert.Equal(["ops", "ops", "deploy"], _connector.Connected.OrderBy(c => c.Endpoint.Name).Select(c => c.Endpoint.User));
        Assert.All(_connector.Connected, call =>
        {
            Assert.Equal(HostKeyPolicy.Strict, call.Settings.HostKeyPolicy);
            Assert.Equal(key, call.Credential.KeyFile);
            Assert.Equal("phrase", call.Credential.KeyPassphrase);
            Assert.Equal("pw", call.Credential.Password);
        });
    }

    [Fact]
    public void Paths_in_the_inventory_are_relative_to_it_and_home_expands()
    {
        _folder.Write("id", "");
        _folder.Write("hosts", "");
        var path = _folder.Write("own.psd1", "@{ Name = 'x'; Nodes = @{ Name = 'a' }; Ssh = @{ KeyFile = 'id'; KnownHostsFile = '~/hosts' } }");
        _host.Run("param($p) $null = Connect-WebCluster $p; Get-WebClusterNode", path).AssertNoErrors();
        var call = Assert.Single(_connector.Connected);
        Assert.Equal(Path.Combine(_folder.FullPath, "id"), call.Credential.KeyFile);
        Assert.Equal(
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "hosts"), call.Settings.KnownHostsFile);
    }

    [Fact]
    public void Takes_a_path_from_the_pipeline_by_property_name()
    {
        _host.Set("file", new FileInfo(_inventory));
        Assert.Equal("shop", _host.Run("$file | Connect-WebCluster").Single<WebCluster>().Name);
        Assert.Equal("shop", _host.Run("Get-WebCluster | Connect-WebCluster").Single<WebCluster>().Name);
    }

    [Fact]
    public void Relative_paths_start_in_PowerShells_current_folder()
    {
        _host.GoTo(_folder.FullPath);
        Assert.Equal("shop", _host.Run("Connect-WebCluster cluster.psd1").Single<WebCluster>().Name);
    }

    [Fact]
    public void Without_a_path_takes_cluster_psd1_of_the_current_folder()
    {
        _host.GoTo(_folder.FullPath);
        Assert.Equal(_inventory, _host.Run("Connect-WebCluster").Single<WebCluster>().Path);
    }

    [Fact]
    public void Without_an_inventory_says_where_it_looked()
    {
        using var empty = new TempFolder();
        _host.GoTo(empty.FullPath);
        var error = _host.Run("Connect-WebCluster").AssertTerminating("InventoryNotFound");
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        foreach (var place in (string[])[Path.Combine(empty.FullPath, "cluster.psd1"), "/.config/ultrafarma-cluster/cluster.psd1", "/etc/ultrafarma-cluster/cluster.psd1"])
        {
            Assert.Contains(place, error.Exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_file_that_does_not_exist_is_not_found()
    {
        var error = _host.Run("Connect-WebCluster /nowhere/x.psd1").AssertTerminating("InventoryNotFound");
        Assert.Equal("/nowhere/x.psd1", error.TargetObject);
    }

    [Fact]
    public void A_path_outside_the_file_system_is_refused() =>
        _host.Run("Connect-WebCluster variable:x").AssertTerminating("NotAFile");

    [Fact]
    public void A_key_file_that_does_not_exist_is_refused_at_once() =>
        _host.Run("param($p) Connect-WebCluster $p -KeyFile /nowhere/id", _inventory).AssertTerminating("KeyFileNotFound");

    [Fact]
    public void A_bad_inventory_tells_every_problem_and_keeps_the_former_cluster()
    {
        var bad = _folder.Write("bad.psd1", "@{ Nmae = 'x'\nNodes = @{ Name = 'a'; Port = 0 } }");
        _host.Run("param($p) Connect-WebCluster $p", _inventory).AssertNoErrors();
        var error = _host.Run("param($p) Connect-WebCluster $p", bad).AssertTerminating("InventoryInvalid");
        Assert.Equal(ErrorCategory.InvalidData, error.CategoryInfo.Category);
        Assert.Equal(bad, error.TargetObject);
        Assert.Equal(
            [
                $"{bad}:1: Name: is missing.",
                $"{bad}:1: Nmae: is not a known key; did you mean 'Name'?",
                $"{bad}:2: Nodes.Port: must be a port from 1 to 65535, not 0.",
            ],
            error.Exception.Message.Split('\n'));
        Assert.Equal(3, Assert.IsType<InventoryException>(error.Exception).Problems.Count);
        Assert.Equal("shop", _host.Run("Get-WebCluster").Single<WebCluster>().Name);
    }

    [Fact]
    public void Warns_of_files_that_are_missing()
    {
        var path = _folder.Write("own.psd1", "@{ Name = 'x'; Nodes = @{ Name = 'a' }; Ssh = @{ KeyFile = 'none'; KnownHostsFile = 'none' } }");
        Assert.Equal(2, _host.Run("param($p) Connect-WebCluster $p", path).Warnings.Count);
        _host.Set("credential", new PSCredential("ops", Secret.Of("pw")));
        Assert.Empty(_host.Run("param($p) Connect-WebCluster $p -Credential $credential -HostKeyPolicy AcceptNew", path).Warnings);
    }

    [Fact]
    public void Connecting_again_closes_the_former_connections()
    {
        _host.Run("param($p) $null = Connect-WebCluster $p; $null = Get-WebClusterNode", _inventory).AssertNoErrors();
        Assert.Equal(3, _connector.Open);
        Assert.Empty(_host.Run("param($p) Connect-WebCluster $p", _inventory).Single<WebCluster>().Connected);
        Assert.Equal(0, _connector.Open);
    }

    [Fact]
    public void Secrets_appear_in_nothing_that_is_shown()
    {
        _host.Set("credential", new PSCredential("ops", Secret.Of("hunter2")));
        _connector.OnConnect = (endpoint, _) =>
            throw new NodeException(NodeErrorKind.AuthenticationFailed, endpoint.Name, "refused");
        var outcome = _host.Run(
            "param($p) Connect-WebCluster $p -Credential $credential -Verbose -Debug; Get-WebClusterNode -Verbose -Debug", _inventory);
        outcome.AssertNoErrors();
        var shown = string.Join('\n', [.. outcome.Verbose, .. outcome.Warnings, .. outcome.Output.Select(o => PSObject.AsPSObject(o).ToString())])
            + _host.Render("Get-WebCluster; $credential; Get-WebClusterNode");
        Assert.DoesNotContain("hunter2", shown, StringComparison.Ordinal);
    }
}
