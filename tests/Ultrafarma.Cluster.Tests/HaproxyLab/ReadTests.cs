using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.HaproxyLab;

/// <summary>What the balancer says, by each of the three ways.</summary>
public sealed class ReadTests(LabFixture lab) : HaproxyLabTest(lab)
{
    [Theory]
    [MemberData(nameof(Sources))]
    public void Servers_come_with_both_states_and_the_source_that_they_came_from(string source)
    {
        IReadOnlyList<HaproxyServer> servers = [];
        HaproxyServer Named(string name) => servers.Single(s => s.Name == name);

        // While HAProxy runs the next check, it gives the code of none.
        Balancer.Eventually(
            () =>
            {
                servers = [.. Host.Run($"Get-HaproxyServer {Balancer.Arguments(source)}").As<HaproxyServer>()];
                return !Named("a.b-c_1:x").IsBeingChecked;
            },
            "no check runs");

        Assert.Equal(
            ["spare/a.b-c_1:x", "spare/reserve", "spare/off", "spare/follows", "spare/unchecked", "single/only", "broken/nobody",
                .. Enumerable.Range(1, 5).Select(i => "web/" + Node(i))],
            servers.Select(s => s.ToString()));
        Assert.Equal(
            [
                HaproxyOperationalState.Up, HaproxyOperationalState.Up, HaproxyOperationalState.Stopped, HaproxyOperationalState.Up,
                HaproxyOperationalState.NotChecked, HaproxyOperationalState.Up, HaproxyOperationalState.Down,
            ],
            servers.Take(7).Select(s => s.OperationalState));
        Assert.Equal((true, false, true), (Named("off").IsInMaintenance, Named("off").IsServing, Named("reserve").IsBackup));
        Assert.Equal("spare/a.b-c_1:x", Named("follows").Tracked);
        Assert.Equal((100L, "L7OK", 200L), (Named("a.b-c_1:x").Weight, Named("a.b-c_1:x").CheckStatus, Named("a.b-c_1:x").CheckCode));
        Assert.Equal("L4CON", Named("nobody").CheckStatus);
        Assert.Equal(1, Named("nobody").TimesDown);
        Assert.NotNull(Named("nobody").Downtime);

        // Only the socket tells whether a server that is DOWN is drained as well, and what the page does not show.
        var isPage = source == "page";
        Assert.Equal(isPage ? null : HaproxyAdminState.Ready, Named("nobody").AdminState);
        Assert.Equal(
            isPage ? HaproxyAdminState.ForcedMaint : HaproxyAdminState.ForcedMaint | HaproxyAdminState.ConfigMaint, Named("off").AdminState);
        Assert.Equal(isPage ? null : "10.77.0.11:80", Named(Node(1)).Address);
        Assert.Equal(isPage ? null : "APP01", Named(Node(1)).Cookie);
        Assert.Equal(isPage ? null : 100L, Named("off").InitialWeight);
        var expected = isPage ? Balancer.Page : source == "ssh" ? "lb01:/run/haproxy/admin.sock" : "10.77.0.10:9999";
        Assert.All(servers, s => Assert.Equal(expected, s.Source.ToString()));
        Assert.Equal("1", servers[0].Extra["pid"]);
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void Backends_hold_their_servers_and_frontends_count(string source)
    {
        var backends = Host.Run($"Get-HaproxyBackend {Balancer.Arguments(source)}").As<HaproxyBackend>();
        var spare = backends.Single(b => b.Name == "spare");
        Assert.Equal((5, 4, 1, 0), (spare.Servers.Count, spare.ServersServing, spare.ServersInMaintenance, spare.ServersDown));
        Assert.Equal(("DOWN", 1), (backends.Single(b => b.Name == "broken").Status, backends.Single(b => b.Name == "broken").ServersDown));

        var frontends = Host.Run($"Get-HaproxyFrontend {Balancer.Arguments(source)}").As<HaproxyFrontend>();
        Assert.Equal("OPEN", frontends.Single(f => f.Name == "www").Status);
        Assert.Equal(1000, frontends.Single(f => f.Name == "www").SessionsLimit);
    }

    [Fact]
    public void Names_backends_and_statuses_narrow_it_down()
    {
        Assert.Equal(2, Host.Run("Get-HaproxyServer *APP01, *APP03").As<HaproxyServer>().Count);
        Assert.Equal(5, Host.Run("Get-HaproxyServer -Backend w*").As<HaproxyServer>().Count);
        Assert.Equal("nobody", Host.Run("Get-HaproxyServer -Status down*").Single<HaproxyServer>().Name);
        Assert.Equal("off", Host.Run("Get-HaproxyServer -Status MAINT").Single<HaproxyServer>().Name);
        Assert.Equal(5, Host.Run("Get-HaproxyBackend spare | Get-HaproxyServer").As<HaproxyServer>().Count);
        Assert.All(
            Host.Run("Get-HaproxyBackend spare -Socket 10.77.0.10:9999 | Get-HaproxyServer").As<HaproxyServer>(),
            s => Assert.Equal("10.77.0.10:9999", s.Source.ToString()));
        var again = Host.Run("Get-HaproxyServer *APP02 web -Socket 10.77.0.10:9999 | Get-HaproxyServer").Single<HaproxyServer>();
        Assert.Equal((Node(2), "10.77.0.10:9999"), (again.Name, again.Source.ToString()));
        Assert.Empty(Host.Run("Get-HaproxyServer none* | Get-HaproxyServer").As<HaproxyServer>());
        Assert.Equal("nosuch", Host.Run("Measure-HaproxyTraffic nosuch -Interval 0.1").AssertError("BackendNotFound").TargetObject);
        Assert.Equal(Node(2), Host.Run("Get-WebClusterNode *APP02 | Get-HaproxyServer").Single<HaproxyServer>().Name);
        Assert.Equal("www", Host.Run("Get-HaproxyFrontend ww?").Single<HaproxyFrontend>().Name);
        Assert.Empty(Host.Run("Get-HaproxyServer none*").As<HaproxyServer>());
        Assert.Equal("nosuch", Host.Run("Get-HaproxyServer nosuch").AssertError("ServerNotFound").TargetObject);
        Host.Run("Get-HaproxyServer -Backend nosuch").AssertError("BackendNotFound");
        Host.Run("Get-HaproxyBackend nosuch").AssertError("BackendNotFound");
        Host.Run("Get-HaproxyFrontend nosuch").AssertError("FrontendNotFound");
    }

    [Theory]
    [InlineData("ssh")]
    [InlineData("tcp")]
    public void Info_is_the_processs_own(string source)
    {
        var info = Host.Run($"Get-HaproxyInfo {Balancer.Arguments(source)}").Single<HaproxyInfo>();
        var lines = Balancer.Ask("show info").Split('\n');
        Assert.Contains("Version: " + info.Version, lines);
        Assert.Contains($"Pid: {info.ProcessId}", lines);
        Assert.Equal(("lb01", 1000L, false, "HAProxy"), (info.Node, info.ConnectionsLimit, info.IsStopping, info.Extra["Name"]));
        Assert.InRange(info.Uptime!.Value, TimeSpan.Zero, TimeSpan.FromMinutes(2));
    }

    [Fact]
    public void Captured_errors_say_who_sent_what_where()
    {
        using (var client = new System.Net.Sockets.TcpClient(Balancer.Address, 80))
        {
            client.GetStream().Write("GET / HTTP/1.1\r\nBad Header: v\r\n\r\n"u8);
            using var reader = new StreamReader(client.GetStream());
            Assert.StartsWith("HTTP/1.1 400", reader.ReadToEnd(), StringComparison.Ordinal);
        }

        var error = Host.Run("Get-HaproxyError").Single<HaproxyError>();
        Assert.Equal(("www", "request", null, null, 0L), (error.Proxy, error.Kind, error.Backend, error.Server, error.EventId));
        Assert.StartsWith("10.77.0.10:", error.Client, StringComparison.Ordinal);
        Assert.Equal(19, error.PositionBytes);
        Assert.StartsWith("GET / HTTP/1.1\\r\\n\nBad Header: v", error.Content, StringComparison.Ordinal);
        Assert.InRange(DateTimeOffset.Now - error.Time, TimeSpan.FromSeconds(-2), TimeSpan.FromMinutes(1));

        Assert.Single(Host.Run("Get-HaproxyError -Socket 10.77.0.10:9998 -Proxy ww*").As<HaproxyError>());
        Assert.Empty(Host.Run("Get-HaproxyServer | Get-HaproxyError").As<HaproxyError>());
        Assert.Empty(Host.Run("Get-HaproxyError -Proxy web").As<HaproxyError>());
        Host.Run("Get-HaproxyError -Socket 10.77.0.10:9997").AssertError("PermissionDenied");
    }

    [Fact]
    public void Tables_fit_120_columns_and_have_no_colour_where_the_host_shows_none()
    {
        foreach (var command in new[]
            {
                "Get-HaproxyServer", "Get-HaproxyBackend", "Get-HaproxyFrontend", "Get-HaproxyInfo", "Measure-HaproxyTraffic -Interval 0.2 web",
            })
        {
            var lines = Host.Render(command).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.True(lines.Length >= 3, command);
            Assert.All(lines, line => Assert.InRange(line.TrimEnd('\r').Length, 1, 120));
            Assert.DoesNotContain(lines, line => line.Contains('…', StringComparison.Ordinal) || line.Contains(" : ", StringComparison.Ordinal));
            Assert.DoesNotContain(lines, line => line.Contains('\u001b', StringComparison.Ordinal));
        }

        Assert.Contains("MAINT", Host.Render("Get-HaproxyServer off"), StringComparison.Ordinal);

        // While HAProxy runs the next check, it gives the code of none.
        Balancer.Eventually(
            () => Host.Render("Get-HaproxyServer *APP01").Contains("L7OK/200", StringComparison.Ordinal),
            "the table shows how the last check ended");
    }
}
