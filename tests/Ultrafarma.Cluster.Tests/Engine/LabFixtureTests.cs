using Xunit;

namespace Ultrafarma.Cluster.Tests.Engine;

[Collection(LabTests.Name)]
public sealed class LabFixtureTests(LabFixture lab)
{
    [Fact]
    public void Runs_commands_on_a_node() => Assert.Equal(LabFixture.Node(2) + "\n", lab.On(2, "hostname"));

    [Fact]
    public void A_command_that_fails_fails_the_test()
    {
        var error = Assert.Throws<InvalidOperationException>(() => lab.On(1, "echo why >&2; exit 3"));
        Assert.Contains("why", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_test_process_itself_reaches_the_nodes()
    {
        using var client = new System.Net.Sockets.TcpClient();
        var address = lab.On(1, "hostname -i").Trim();
        await client.ConnectAsync(address, 22).WaitAsync(TimeSpan.FromSeconds(5));
        Assert.True(client.Connected);
    }
}
