using Ultrafarma.Cluster.Tests.Nodes;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Engine;

/// <summary>What Tab offers, through the engine's own completion.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly ModuleHost _host = new();
    private readonly TempFolder _folder = new();

    public CompletionTests() => _host.UseConnector(new FakeConnector());

    public void Dispose()
    {
        _host.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("Get-WebClusterNode -Node ", "app01,app02,app03")]
    [InlineData("Get-WebClusterNode ", "app01,app02,app03")]
    [InlineData("Get-WebClusterNode -Node APP02", "app02")]
    [InlineData("Get-WebClusterNode -Node 03", "app03")]
    [InlineData("Get-WebClusterNode -Node 'app0", "app01,app02,app03")]
    [InlineData("Get-WebClusterNode -Node app01, ", "app01,app02,app03")]
    [InlineData("Get-WebClusterNode -Node app01, 02", "app02")]
    [InlineData("Get-WebClusterNode -Node nosuch", "")]
    [InlineData("Get-WebClusterNode -Node [", "")]
    [InlineData("Get-CsyncConflict -Node app03", "app03")]
    public void Offers_the_clusters_nodes(string input, string expected)
    {
        Connect();
        Assert.Equal(expected, string.Join(',', _host.Complete(input).Select(c => c.ListItemText)));
    }

    [Fact]
    public void What_was_typed_in_quotes_stays_in_quotes()
    {
        Connect();
        Assert.Equal("'app02'", Assert.Single(_host.Complete("Get-WebClusterNode -Node 'app02")).CompletionText);
        Assert.Equal("\"app02\"", Assert.Single(_host.Complete("Get-WebClusterNode -Node \"app02")).CompletionText);
    }

    [Fact]
    public void Offers_nothing_when_not_connected_and_shows_no_error()
    {
        Assert.Empty(_host.Complete("Get-WebClusterNode -Node no-such-file"));
        Assert.Empty(_host.Run("$Error").Output);
    }

    [Fact]
    public void A_function_of_the_same_name_does_not_get_in_between()
    {
        Connect();
        _host.Run("function global:Get-WebCluster { throw 'not this one' }").AssertNoErrors();
        Assert.Equal(3, _host.Complete("Get-WebClusterNode -Node app").Count);
    }

    [Fact]
    public void Offers_the_host_key_policies() => Assert.Equal(
        ["AcceptNew", "Strict"], _host.Complete("Connect-WebCluster -HostKeyPolicy ").Select(c => c.ListItemText).Order());

    private void Connect() =>
        _host.Run("param($p) Connect-WebCluster $p", _folder.Write("cluster.psd1", ClusterFiles.Three)).AssertNoErrors();
}
