using System.Collections.Concurrent;
using System.Management.Automation;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Nodes;

public sealed class GetWebClusterNodeTests : IDisposable
{
    private readonly ModuleHost _host = new();
    private readonly TempFolder _folder = new();
    private readonly FakeConnector _connector = new();

    public GetWebClusterNodeTests()
    {
        _host.UseConnector(_connector);
        _host.Run("param($p) Connect-WebCluster $p", _folder.Write("cluster.psd1", ClusterFiles.Three)).AssertNoErrors();
    }

    public void Dispose()
    {
        _host.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Gives_a_row_a_node_in_the_inventorys_order()
    {
        var nodes = _host.Run("Get-WebClusterNode").As<WebClusterNode>();
        Assert.Equal(["app01", "app02", "app03"], nodes.Select(n => n.Name));
        Assert.Equal([22, 2222, 22], nodes.Select(n => n.Port));
        Assert.Equal(["Upload"], nodes[0].Roles);
        Assert.All(nodes, node =>
        {
            Assert.True(node.Reachable);
            Assert.NotNull(node.Latency);
            Assert.Null(node.Error);
        });
    }

    [Fact]
    public void A_node_that_cannot_be_reached_is_a_row_and_no_error()
    {
        _connector.OnConnect = (endpoint, _) => endpoint.Name == "app02"
            ? throw new NodeException(NodeErrorKind.Unreachable, endpoint.Name, "app02 does not answer.")
            : Task.CompletedTask;
        var nodes = _host.Run("Get-WebClusterNode").As<WebClusterNode>();
        Assert.Equal([true, false, true], nodes.Select(n => n.Reachable));
        Assert.Null(nodes[1].Latency);
        Assert.Equal("app02 does not answer.", nodes[1].Error);
    }

    [Fact]
    public void A_node_whose_command_fails_is_not_reachable()
    {
        _connector.ExitCode = node => node == "app03" ? 1 : 0;
        Assert.Equal([true, true, false], _host.Run("Get-WebClusterNode").As<WebClusterNode>().Select(n => n.Reachable));
    }

    [Theory]
    [InlineData("Get-WebClusterNode APP02", "app02")]
    [InlineData("Get-WebClusterNode -Node app03, app01, app01", "app01,app03")]
    [InlineData("Get-WebClusterNode -Name app0[13]", "app01,app03")]
    [InlineData("Get-WebCluster | Get-WebClusterNode", "app01,app02,app03")]
    [InlineData("Get-WebClusterNode app02 | Get-WebClusterNode", "app02")]
    [InlineData("[pscustomobject]@{ Node = 'app01' }, [pscustomobject]@{ Node = 'app03' } | Get-WebClusterNode", "app01,app03")]
    public void Asks_the_chosen_nodes(string script, string expected) =>
        Assert.Equal(expected, string.Join(',', _host.Run(script).As<WebClusterNode>().Select(n => n.Name)));

    [Fact]
    public void A_name_that_matches_nothing_is_an_error_and_the_others_go_on()
    {
        var outcome = _host.Run("Get-WebClusterNode nosuch, app01");
        var error = outcome.AssertError("NodeNotFound");
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        Assert.Equal("nosuch", error.TargetObject);
        Assert.Equal("app01", Assert.IsType<WebClusterNode>(Assert.Single(outcome.Output).BaseObject).Name);
    }

    [Theory]
    [InlineData("Get-WebClusterNode -ThrottleLimit 0")]
    [InlineData("Get-WebClusterNode ''")]
    [InlineData("Get-WebClusterNode -Node $null")]
    public void Bad_arguments_are_refused_by_the_binder(string script) =>
        _host.Run(script).AssertTerminating("ParameterArgumentValidationError");

    [Fact]
    public void Not_connected_is_a_terminating_error()
    {
        var error = _host.Run("Disconnect-WebCluster; Get-WebClusterNode").AssertTerminating("NotConnected");
        Assert.Equal(ErrorCategory.ConnectionError, error.CategoryInfo.Category);
    }

    [Fact]
    public async Task Asks_side_by_side_but_never_more_than_the_limit()
    {
        var now = 0;
        var numbers = new ConcurrentQueue<int>();
        var two = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _connector.OnConnect = async (_, token) =>
        {
            var number = Interlocked.Increment(ref now);
            numbers.Enqueue(number);
            if (number == 2)
            {
                two.TrySetResult();
            }

            await two.Task.WaitAsync(TimeSpan.FromSeconds(60), token);

            // Time for a third one, if it were let in.
            await Task.Delay(100, token);
            Interlocked.Decrement(ref now);
        };
        await _host.RunAsync("Get-WebClusterNode -ThrottleLimit 2");
        Assert.Equal(2, numbers.Max());
    }

    [Fact]
    public async Task Ctrl_C_ends_it_at_once()
    {
        _connector.OnConnect = (_, token) => Task.Delay(Timeout.Infinite, token);
        using var running = _host.Start("Get-WebClusterNode");
        await running.WaitUntilAsync(_ => _connector.Connected.Count == 3);
        Assert.InRange(await running.StopAsync(), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.True((await running.OutcomeAsync()).Stopped);

        // The session is still good.
        _connector.OnConnect = null;
        Assert.All((await _host.RunAsync("Get-WebClusterNode")).As<WebClusterNode>(), n => Assert.True(n.Reachable));
    }

    [Fact]
    public void A_later_command_that_has_enough_ends_it() =>
        Assert.Single(_host.Run("Get-WebClusterNode | ForEach-Object { $_; break }").Output);

    [Fact]
    public void Connections_are_reused()
    {
        _host.Run("Get-WebClusterNode; Get-WebClusterNode").AssertNoErrors();
        Assert.Equal(3, _connector.Connected.Count);
        Assert.Equal(3, _host.Run("Get-WebCluster").Single<WebCluster>().Connected.Count);
    }

    [Fact]
    public void The_table_fits_the_screen()
    {
        _connector.OnConnect = (endpoint, _) => endpoint.Name == "app02"
            ? throw new NodeException(NodeErrorKind.Unreachable, endpoint.Name, new string('x', 300))
            : Task.CompletedTask;
        var lines = _host.Render("Get-WebClusterNode").Split('\n');
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 120));
        Assert.Contains(lines, line => line.StartsWith("Name", StringComparison.Ordinal) && line.Contains("Latency", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("app01", StringComparison.Ordinal) && line.Contains("Upload", StringComparison.Ordinal)
            && line.Contains(" ms", StringComparison.Ordinal));
    }
}
