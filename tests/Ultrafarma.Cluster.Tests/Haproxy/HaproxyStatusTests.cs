using Ultrafarma.Cluster.Haproxy;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Haproxy;

/// <summary>Every word of HAProxy's src/stats.c, srv_hlt_st, and those that it makes of maintenance.</summary>
public sealed class HaproxyStatusTests
{
    [Theory]
    [InlineData("UP", HaproxyOperationalState.Up, HaproxyAdminState.Ready)]
    [InlineData("UP 1/3", HaproxyOperationalState.GoingDown, HaproxyAdminState.Ready)]
    [InlineData("DOWN", HaproxyOperationalState.Down, null)]
    [InlineData("DOWN (agent)", HaproxyOperationalState.Down, null)]
    [InlineData("DOWN 1/2", HaproxyOperationalState.GoingUp, null)]
    [InlineData("NOLB", HaproxyOperationalState.NoLoadBalancing, HaproxyAdminState.Ready)]
    [InlineData("NOLB 1/2", HaproxyOperationalState.NoLoadBalancing, HaproxyAdminState.Ready)]
    [InlineData("MAINT", HaproxyOperationalState.Stopped, HaproxyAdminState.ForcedMaint)]
    [InlineData("MAINT (via web/a)", HaproxyOperationalState.Stopped, null)]
    [InlineData("MAINT (resolution)", HaproxyOperationalState.Stopped, null)]
    [InlineData("DRAIN", HaproxyOperationalState.Up, HaproxyAdminState.ForcedDrain)]
    [InlineData("DRAIN (agent)", HaproxyOperationalState.Up, HaproxyAdminState.ForcedDrain)]
    [InlineData("DRAIN 1/3", HaproxyOperationalState.GoingDown, HaproxyAdminState.ForcedDrain)]
    [InlineData("no check", HaproxyOperationalState.NotChecked, HaproxyAdminState.Ready)]
    [InlineData("no", HaproxyOperationalState.Unknown, null)]
    [InlineData("up", HaproxyOperationalState.Unknown, null)]
    [InlineData("UPSET", HaproxyOperationalState.Unknown, null)]
    [InlineData("", HaproxyOperationalState.Unknown, null)]
    [InlineData("MAINTAINED", HaproxyOperationalState.Unknown, null)]
    public void Is_taken_apart(string status, HaproxyOperationalState operational, HaproxyAdminState? admin) =>
        Assert.Equal((operational, admin), HaproxyStatus.Parse(status));

    [Theory]
    [InlineData("UP", true, false, false, 0)]
    [InlineData("UP 1/3", true, false, false, 0)]
    [InlineData("no check", true, false, false, 0)]
    [InlineData("DOWN", false, false, false, 1)]
    [InlineData("DOWN (agent)", false, false, false, 1)]
    [InlineData("DOWN 1/2", false, false, false, 1)]
    [InlineData("NOLB", false, false, false, 0)]
    [InlineData("MAINT", false, true, false, 0)]
    [InlineData("MAINT (via web/a)", false, true, false, 0)]
    [InlineData("MAINT (resolution)", false, true, false, 0)]
    [InlineData("DRAIN", false, false, true, 0)]
    [InlineData("DRAIN (agent)", false, false, true, 0)]
    [InlineData("DRAIN 1/3", false, false, true, 0)]
    [InlineData("SOMETHING", false, false, false, 0)]
    public void Says_who_serves_and_maintenance_never_counts_as_down(
        string status, bool isServing, bool isInMaintenance, bool isDraining, int down)
    {
        var backend = Assert.Single(HaproxyWorld.Read(HaproxyWorld.PageOfServers("status,weight", $"{status},1")).Backends);
        var server = Assert.Single(backend.Servers);
        Assert.Equal(status, server.Status);
        Assert.Equal((isServing, isInMaintenance, isDraining), (server.IsServing, server.IsInMaintenance, server.IsDraining));
        Assert.Equal(down, backend.ServersDown);
        Assert.Equal(isServing ? 1 : 0, backend.ServersServing);
        Assert.Equal(isInMaintenance ? 1 : 0, backend.ServersInMaintenance);
        Assert.Equal(isDraining ? 1 : 0, backend.ServersDraining);
    }

    [Theory]
    [InlineData("UP", HaproxyAdminState.Ready, true, false, false)]
    [InlineData("UP", HaproxyAdminState.FqdnChanged, true, false, false)]
    [InlineData("UP", HaproxyAdminState.ConfigMaint, true, false, false)]
    [InlineData("DRAIN", HaproxyAdminState.InheritedDrain, false, false, true)]
    [InlineData("DOWN", HaproxyAdminState.ForcedDrain, false, false, true)]
    [InlineData("DOWN", HaproxyAdminState.Ready, false, false, false)]
    [InlineData("DOWN", HaproxyAdminState.ForcedMaint, false, true, false)]
    [InlineData("MAINT", HaproxyAdminState.ForcedMaint | HaproxyAdminState.ConfigMaint, false, true, false)]
    [InlineData("MAINT", HaproxyAdminState.ForcedMaint | HaproxyAdminState.ForcedDrain, false, true, true)]
    [InlineData("MAINT (via b/s)", HaproxyAdminState.InheritedMaint, false, true, false)]
    [InlineData("MAINT (resolution)", HaproxyAdminState.ResolutionMaint, false, true, false)]
    public void What_the_socket_knows_of_the_administrators_decides(
        string status, HaproxyAdminState admin, bool isServing, bool isInMaintenance, bool isDraining)
    {
        var server = HaproxyWorld.Server("status,weight", $"{status},1") with { AdminState = admin };
        Assert.Equal((isServing, isInMaintenance, isDraining), (server.IsServing, server.IsInMaintenance, server.IsDraining));
    }

    [Fact]
    public void A_server_in_maintenance_does_not_count_as_down_whatever_its_checks_say()
    {
        var backend = HaproxyWorld.Read(HaproxyWorld.PageOfServers("status", "DOWN", "DOWN 1/2", "DOWN")).Backends[0];
        var looked = backend with { Servers = [backend.Servers[0] with { AdminState = HaproxyAdminState.ForcedMaint }, .. backend.Servers.Skip(1)] };
        Assert.Equal((2, 1), (looked.ServersDown, looked.ServersInMaintenance));
    }

    [Theory]
    [InlineData("0", false)]
    [InlineData("", true)]
    [InlineData("1", true)]
    public void A_server_without_weight_gets_no_new_sessions(string weight, bool isServing) =>
        Assert.Equal(isServing, HaproxyWorld.Server("status,weight", $"UP,{weight}").IsServing);
}
