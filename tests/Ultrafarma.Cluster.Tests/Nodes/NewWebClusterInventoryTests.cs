using System.Management.Automation;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Nodes;

public sealed class NewWebClusterInventoryTests : IDisposable
{
    private readonly ModuleHost _host = new();
    private readonly TempFolder _folder = new();
    private readonly string _path;

    public NewWebClusterInventoryTests() => _path = Path.Combine(_folder.FullPath, "cluster.psd1");

    public void Dispose()
    {
        _host.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Writes_an_inventory_that_connects()
    {
        var file = _host.Run("param($p) New-WebClusterInventory $p -Name shop -Node app01=10.0.0.1, app02", _path).Single<FileInfo>();
        Assert.Equal(_path, file.FullName);
        Assert.True(_host.Run("param($f) $f | Test-WebClusterInventory -Quiet", file).Single<bool>());
        Assert.Equal(["app01", "app02"], _host.Run("param($f) $f | Connect-WebCluster -HostKeyPolicy AcceptNew", file).Single<WebCluster>().Nodes);
        Assert.Contains("Address = '10.0.0.1'", File.ReadAllText(_path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("it's")]
    [InlineData("$(throw 'ran') `n \"x\" $env:HOME")]
    [InlineData("\u2018curly\u2019\u201a\u201b")]
    [InlineData("';@{}")]
    public void Escapes_what_it_writes(string name)
    {
        _host.Run("param($p, $n) New-WebClusterInventory $p -Name $n -Node a -KeyFile '~/it''s' -Force", _path, name).AssertNoErrors();
        Assert.Equal(name, _host.Run("param($p) Connect-WebCluster $p -HostKeyPolicy AcceptNew", _path).Single<WebCluster>().Name);
    }

    [Fact]
    public void Every_key_stands_in_it_and_is_right_when_its_comment_sign_is_taken_away()
    {
        _host.Run("param($p) New-WebClusterInventory $p -Name x -Node a -User ops -KeyFile ~/id", _path).AssertNoErrors();
        var lines = File.ReadAllLines(_path);
        string[] keys =
        [
            "User = 'ops'", "KeyFile = '~/id'", "# Port = 22", "# KnownHostsFile = $null", "# HostKeyPolicy = 'Strict'",
            "# ConnectTimeoutSeconds = 10", "# CommandTimeoutSeconds = 60", "# KeepAliveSeconds = 15", "# ThrottleLimit = 16",
            "# ConfigPath = $null", "# Command = 'csync2'", "# DatabaseDirectory = '/var/lib/csync2'",
            "# BackupDirectory = '/var/backups/ultrafarma-cluster'", "# PushTimeoutSeconds = 300",
            "# ConfigPath = '/etc/httpd/conf/httpd.conf'", "# Command = $null", "# ReloadCommand = $null", "# HealthUrl = $null",
            "# HealthStatus = 200", "# StatusUrl = 'http://{Address}/server-status?auto'", "# Uri = $null", "# Socket = $null", "# Node = $null",
        ];
        Assert.Equal([], keys.Except(lines.Select(l => l.Trim())));

        File.WriteAllLines(_path, lines.Select(line => line.Contains(" = ", StringComparison.Ordinal) ? line.Replace("# ", "", StringComparison.Ordinal) : line));
        Assert.DoesNotContain(
            _host.Run("param($p) Test-WebClusterInventory $p", _path).As<InventoryProblem>(), p => p.Severity == InventorySeverity.Error);
    }

    [Fact]
    public void A_relative_key_file_is_the_one_in_the_current_folder()
    {
        using var elsewhere = new TempFolder();
        _host.GoTo(elsewhere.FullPath);
        _host.Run("param($p) New-WebClusterInventory $p -Name x -Node a -KeyFile id", _path).AssertNoErrors();
        Assert.Contains($"KeyFile = '{elsewhere.FullPath}/id'", File.ReadAllText(_path), StringComparison.Ordinal);
    }

    [Fact]
    public void Does_not_overwrite()
    {
        File.WriteAllText(_path, "mine");
        var error = _host.Run("param($p) New-WebClusterInventory $p -Name x -Node a", _path).AssertTerminating("InventoryExists");
        Assert.Equal(ErrorCategory.ResourceExists, error.CategoryInfo.Category);
        Assert.Equal("mine", File.ReadAllText(_path));
    }

    [Fact]
    public void Force_keeps_the_old_files()
    {
        for (var i = 0; i < 4; i++)
        {
            File.WriteAllText(_path, "mine " + i);
            _host.Run("param($p) New-WebClusterInventory $p -Name x -Node a -Force", _path).AssertNoErrors();
        }

        var kept = Directory.GetFiles(_folder.FullPath, "cluster.psd1.bak-*");
        Assert.Equal(["mine 0", "mine 1", "mine 2", "mine 3"], kept.Select(File.ReadAllText).Order());
        Assert.Equal(5, Directory.GetFiles(_folder.FullPath).Length);
    }

    [Fact]
    public void WhatIf_writes_nothing()
    {
        Assert.Empty(_host.Run("param($p) New-WebClusterInventory $p -Name x -Node a -WhatIf", _path).AssertNoErrors().Output);
        Assert.Empty(Directory.GetFiles(_folder.FullPath));
    }

    [Fact]
    public void Nodes_come_from_the_pipeline_too()
    {
        _host.Run("param($p) 'a', 'b=10.0.0.2' | New-WebClusterInventory $p -Name x", _path).AssertNoErrors();
        Assert.Equal(["a", "b"], _host.Run("param($p) Connect-WebCluster $p -HostKeyPolicy AcceptNew", _path).Single<WebCluster>().Nodes);
    }

    [Theory]
    [InlineData("-Name x -Node a, A", "Nodes[1].Name")]
    [InlineData("-Name x -Node a, b=a", "Nodes[1].Address")]
    [InlineData("-Name x -Node 'a b'", "Nodes[0].Name")]
    [InlineData("-Name x -Node a=", "Nodes[0].Address")]
    [InlineData("-Name x -Node a=1=2", "Nodes[0].Address")]
    [InlineData("-Name \"a`nb\" -Node a", "Name")]
    [InlineData("-Name x -Node a -User 'a b'", "Ssh.User")]
    public void Refuses_what_would_not_be_an_inventory(string arguments, string key)
    {
        var error = _host.Run("param($p) New-WebClusterInventory $p " + arguments, _path).AssertTerminating("InventoryInvalid");
        Assert.Equal(key, Assert.Single(Assert.IsType<InventoryException>(error.Exception).Problems).Key);
        Assert.Empty(Directory.GetFiles(_folder.FullPath));
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_a_clear_error()
    {
        var error = _host.Run("New-WebClusterInventory /nowhere/x.psd1 -Name x -Node a").AssertTerminating("InventoryNotWritten");
        Assert.Equal(ErrorCategory.WriteError, error.CategoryInfo.Category);
        Assert.Contains("The folder /nowhere does not exist.", error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_in_its_place_is_a_clear_error() =>
        _host.Run("param($p) New-WebClusterInventory $p -Name x -Node a -Force", _folder.FullPath).AssertTerminating("InventoryNotWritten");
}
