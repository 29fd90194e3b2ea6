using Ultrafarma.Cluster.Haproxy;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Haproxy;

/// <summary>The same balancer in the words of each version gives the same records (Fixtures/README.md).</summary>
public sealed class HaproxyVersionTests
{
    public static TheoryData<string> Versions => [.. HaproxyWorld.Versions];

    [Theory]
    [MemberData(nameof(Versions))]
    public void All_that_there_is_is_read(string version)
    {
        var snapshot = HaproxyWorld.Read(HaproxyWorld.PageOf(version));
        Assert.Equal(["www", "dns-tcp", "stats"], snapshot.Frontends.Select(f => f.Name));
        Assert.Equal(["stats", "web", "tcp"], snapshot.Backends.Select(b => b.Name));
        Assert.Equal(
            ["web/web-1.a", "web/web-2.b", "web/web-3.c", "web/web-4.d", "web/web-5.e", "web/web-6.f", "web/web-7.g", "tcp/one"],
            snapshot.Servers.Select(s => s.ToString()));
        Assert.All(snapshot.Servers, s => Assert.Same(HaproxyWorld.Page, s.Source));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void A_frontend_has_its_numbers(string version)
    {
        var www = HaproxyWorld.Read(HaproxyWorld.PageOf(version)).Frontends[0];
        Assert.Equal(("OPEN", "http", 2L), (www.Status, www.Mode, www.ProxyId));
        Assert.Equal((0L, 1L, 9982L, 6L), (www.SessionsCurrent, www.SessionsMax, www.SessionsLimit, www.SessionsTotal));
        Assert.Equal((496L, 1425L), (www.BytesIn, www.BytesOut));
        Assert.Equal((6L, 0L, 6L), (www.RequestsTotal, www.RequestRate, www.RequestRateMax));
        Assert.Equal((0L, 5L, 0L, 1L, 0L, 0L),
            (www.Responses1xx, www.Responses2xx, www.Responses3xx, www.Responses4xx, www.Responses5xx, www.ResponsesOther));
        Assert.Equal((0L, 6L, 0L), (www.ConnectionRate, www.ConnectionsTotal, www.RequestErrors));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void A_backend_has_its_numbers_and_servers(string version)
    {
        var web = HaproxyWorld.Read(HaproxyWorld.PageOf(version)).Backends[1];
        Assert.Equal(("UP", "http", "roundrobin", "SRV"), (web.Status, web.Mode, web.Algorithm, web.Cookie));
        Assert.Equal((50L, 1L, 1L), (web.Weight, web.ActiveServers, web.BackupServers));
        Assert.Equal((7, 2, 2, 2, 1), (web.Servers.Count, web.ServersServing, web.ServersDown, web.ServersInMaintenance, web.ServersDraining));
        Assert.Equal((6L, 1L, 5L, 1L), (web.RequestsTotal, web.SessionsMax, web.Responses2xx, web.Responses4xx));
        Assert.Equal(TimeSpan.FromSeconds(4), web.LastSession);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void A_server_has_its_numbers(string version)
    {
        var server = Server(version, "web-1.a");
        Assert.Equal((HaproxyOperationalState.Up, HaproxyAdminState.Ready, "UP"), (server.OperationalState, server.AdminState, server.Status));
        Assert.Equal((5L, 1L, "127.0.0.1:18091", "a"), (server.ProxyId, server.Id, server.Address, server.Cookie));
        Assert.Equal((50L, false, null), (server.Weight, server.IsBackup, server.InitialWeight));
        Assert.Equal((0L, 1L, 6L, null), (server.SessionsCurrent, server.SessionsMax, server.SessionsTotal, server.SessionsLimit));
        Assert.Equal((6L, 496L, 1425L), (server.RequestsTotal, server.BytesIn, server.BytesOut));
        Assert.Equal(("L7OK", 200L, "Layer7 check passed"), (server.CheckStatus, server.CheckCode, server.CheckDescription));
        Assert.Equal(TimeSpan.FromMilliseconds(1), server.CheckDuration);
        Assert.Equal((TimeSpan.FromSeconds(7), TimeSpan.Zero, TimeSpan.FromSeconds(4)), (server.LastChange, server.Downtime, server.LastSession));
        Assert.Equal((TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(3)), (server.ResponseTime, server.TotalTime));
        Assert.Equal((0L, 0L, 0L, 0L), (server.ConnectionErrors, server.ResponseErrors, server.Retries, server.Redispatches));
    }

    [Theory]
    [InlineData("2.0", null, null)]
    [InlineData("2.2", null, 6d)]
    [InlineData("2.4", 50L, 6d)]
    [InlineData("2.6", 50L, 6d)]
    [InlineData("2.8", 50L, 6d)]
    [InlineData("3.0", 50L, 6d)]
    [InlineData("3.2", 50L, 6d)]
    public void What_a_version_does_not_tell_is_null(string version, long? userWeight, double? longest)
    {
        var server = Server(version, "web-1.a");
        Assert.Equal((userWeight, longest), (server.UserWeight, server.TotalTimeMax?.TotalMilliseconds));
        Assert.Equal(longest is null, server.QueueTimeMax is null);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Each_state_is_what_it_is(string version)
    {
        (HaproxyOperationalState, HaproxyAdminState?, bool, bool) State(string name) =>
            Server(version, name) is var s ? (s.OperationalState, s.AdminState, s.IsServing, s.IsBackup) : default;

        Assert.Equal((HaproxyOperationalState.Down, null, false, false), State("web-2.b"));
        Assert.Equal((HaproxyOperationalState.Stopped, HaproxyAdminState.ForcedMaint, false, false), State("web-3.c"));
        Assert.Equal((HaproxyOperationalState.Up, HaproxyAdminState.ForcedDrain, false, false), State("web-4.d"));
        Assert.Equal((HaproxyOperationalState.NotChecked, HaproxyAdminState.Ready, true, true), State("web-5.e"));
        Assert.Equal((HaproxyOperationalState.Stopped, (HaproxyAdminState?)null, false, false), State("web-6.f"));
        Assert.Equal("MAINT (via web/web-3.c)", Server(version, "web-6.f").Status);
        Assert.Equal("web/web-3.c", Server(version, "web-6.f").Tracked);
    }

    [Theory]
    [InlineData("2.0", "down, \"for\ngood\"")]
    [InlineData("2.2", "down, \"for\ngood\"")]
    [InlineData("2.4", "down, \"for\ngood\"")]
    [InlineData("2.6", "down, \"for good\"")]
    [InlineData("2.8", "down, \"for\ngood\"")]
    [InlineData("3.0", "down, \"for good\"")]
    [InlineData("3.2", "down, \"for good\"")]
    public void What_a_check_was_answered_is_kept_with_its_quotes_commas_and_line_feeds(string version, string output)
    {
        var server = Server(version, "web-7.g");
        Assert.Equal((output, "L7STS", 503L), (server.CheckOutput, server.CheckStatus, server.CheckCode));
        Assert.Equal(HaproxyOperationalState.Down, server.OperationalState);
    }

    [Theory]
    [InlineData("2.0", "hanafail", null)]
    [InlineData("2.2", "need_conn_est", "1")]
    [InlineData("2.4", "-", "-")]
    [InlineData("2.4", "h2_total_connections", "0")]
    [InlineData("2.6", "h1_total_streams", "6")]
    [InlineData("2.8", "ssl_reused_sess", "0")]
    [InlineData("3.2", "h2req", "0")]
    [InlineData("3.2", "h1req", "6")]
    public void What_we_do_not_know_is_in_Extra(string version, string column, string? value)
    {
        var snapshot = HaproxyWorld.Read(HaproxyWorld.PageOf(version));
        var www = snapshot.Frontends[0];
        var server = Server(version, "web-1.a");
        Assert.Equal(value, www.Extra.GetValueOrDefault(column) ?? server.Extra.GetValueOrDefault(column));
    }

    private static HaproxyServer Server(string version, string name) => HaproxyWorld.Read(HaproxyWorld.PageOf(version)).Find("web", name)!;
}
