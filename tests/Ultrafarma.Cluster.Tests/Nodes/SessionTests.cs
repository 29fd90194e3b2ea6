using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Nodes;

/// <summary>How long a session lives, and that each runspace has its own.</summary>
public sealed class SessionTests : IDisposable
{
    private readonly ModuleHost _host = new();
    private readonly TempFolder _folder = new();
    private readonly FakeConnector _connector = new();
    private readonly string _inventory;

    public SessionTests()
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
    public void Without_a_connection_there_is_no_cluster_and_disconnecting_is_harmless()
    {
        Assert.Empty(_host.Run("Get-WebCluster; Disconnect-WebCluster").AssertNoErrors().Output);
    }

    [Fact]
    public void Disconnecting_closes_the_connections()
    {
        ConnectAll(_host);
        Assert.Empty(_host.Run("Disconnect-WebCluster; Get-WebCluster").AssertNoErrors().Output);
        Assert.Equal(0, _connector.Open);
    }

    [Fact]
    public void WhatIf_closes_nothing()
    {
        ConnectAll(_host);
        Assert.Single(_host.Run("Disconnect-WebCluster -WhatIf; Get-WebCluster").As<WebCluster>());
        Assert.Equal(3, _connector.Open);
    }

    [Theory]
    [InlineData("No", 3)]
    [InlineData("Yes", 0)]
    public void Confirm_asks_first(string answer, int open)
    {
        ConnectAll(_host);
        _host.AnswerWith(answer);
        _host.Run("Disconnect-WebCluster -Confirm").AssertNoErrors();
        Assert.Contains("shop", Assert.Single(_host.Questions), StringComparison.Ordinal);
        Assert.Equal(open, _connector.Open);
    }

    [Fact]
    public void Removing_the_module_closes_the_connections()
    {
        ConnectAll(_host);
        _host.Run("Remove-Module Ultrafarma.Cluster").AssertNoErrors();
        Assert.Equal(0, _connector.Open);
    }

    [Fact]
    public void Importing_the_module_again_by_force_closes_the_connections()
    {
        ConnectAll(_host);
        Assert.Empty(_host.Run("param($m) Import-Module $m -Force; Get-WebCluster", Repository.Manifest).AssertNoErrors().Output);
        Assert.Equal(0, _connector.Open);
    }

    [Fact]
    public void Closing_the_runspace_closes_the_connections()
    {
        using (var other = new ModuleHost())
        {
            other.UseConnector(_connector);
            ConnectAll(other);
            Assert.Equal(3, _connector.Open);
        }

        Assert.Equal(0, _connector.Open);
    }

    [Fact]
    public void Each_runspace_has_its_own_session()
    {
        using var other = new ModuleHost();
        var otherConnector = new FakeConnector();
        other.UseConnector(otherConnector);
        ConnectAll(_host);
        Assert.Empty(other.Run("Get-WebCluster").Output);

        var second = _folder.Write("second.psd1", "@{ Name = 'second'; Nodes = @{ Name = 'b' }; Ssh = @{ HostKeyPolicy = 'AcceptNew' } }");
        other.Run("param($p) Connect-WebCluster $p | Get-WebClusterNode", second).AssertNoErrors();
        Assert.Equal("shop", _host.Run("Get-WebCluster").Single<WebCluster>().Name);
        Assert.Equal("second", other.Run("Get-WebCluster").Single<WebCluster>().Name);

        other.Run("Disconnect-WebCluster").AssertNoErrors();
        Assert.Equal(3, _connector.Open);
        Assert.Equal(0, otherConnector.Open);
    }

    [Fact]
    public async Task Runspaces_work_at_the_same_time()
    {
        var work = Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            using var host = new ModuleHost();
            host.UseConnector(new FakeConnector());
            ConnectAll(host);
            return host.Run("Get-WebClusterNode").As<WebClusterNode>().Count(n => n.Reachable);
        }));
        Assert.All(await Task.WhenAll(work), count => Assert.Equal(3, count));
    }

    [Fact]
    public void Disconnecting_in_the_middle_of_a_pipeline_is_an_ordinary_error() =>
        _host.Run(
            """
            param($p)
            $null = Connect-WebCluster $p
            [pscustomobject]@{ Node = 'app01' } | ForEach-Object { Disconnect-WebCluster; $_ } | Get-WebClusterNode
            """, _inventory).AssertTerminating("NotConnected");

    private void ConnectAll(ModuleHost host) =>
        host.Run("param($p) $null = Connect-WebCluster $p; Get-WebClusterNode", _inventory).AssertNoErrors();
}
