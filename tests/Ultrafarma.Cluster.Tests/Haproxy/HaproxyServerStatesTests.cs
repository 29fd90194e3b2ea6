using System.Globalization;
using System.Text;
using Ultrafarma.Cluster.Haproxy;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Haproxy;

public sealed class HaproxyServerStatesTests
{
    private const string Header = "1\n# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight\n";

    [Fact]
    public void The_running_servers_table_is_read()
    {
        var rows = HaproxyServerStates.Parse(HaproxyWorld.Socket, HaproxyWorld.ShowServersState()).Rows;
        Assert.Equal(
            [
                new HaproxyServerState("web", "web-1.a", HaproxyAdminState.Ready, 50, 50),
                new HaproxyServerState("web", "web-2.b", HaproxyAdminState.Ready, 1, 1),
                new HaproxyServerState("web", "web-3.c", HaproxyAdminState.ForcedMaint | HaproxyAdminState.ConfigMaint, 1, 1),
                new HaproxyServerState("web", "web-4.d", HaproxyAdminState.ForcedDrain, 1, 1),
                new HaproxyServerState("web", "web-5.e", HaproxyAdminState.Ready, 1, 1),
                new HaproxyServerState("web", "web-6.f", HaproxyAdminState.InheritedMaint, 1, 1),
                new HaproxyServerState("web", "web-7.g", HaproxyAdminState.Ready, 1, 1),
                new HaproxyServerState("tcp", "one", HaproxyAdminState.Ready, 1, 1),
            ],
            rows);
    }

    [Theory]
    [InlineData(0, HaproxyAdminState.Ready, HaproxyTargetState.Ready)]
    [InlineData(1, HaproxyAdminState.ForcedMaint, HaproxyTargetState.Maint)]
    [InlineData(2, HaproxyAdminState.InheritedMaint, null)]
    [InlineData(4, HaproxyAdminState.ConfigMaint, HaproxyTargetState.Ready)]
    [InlineData(5, HaproxyAdminState.ForcedMaint | HaproxyAdminState.ConfigMaint, HaproxyTargetState.Maint)]
    [InlineData(8, HaproxyAdminState.ForcedDrain, HaproxyTargetState.Drain)]
    [InlineData(9, HaproxyAdminState.ForcedMaint | HaproxyAdminState.ForcedDrain, HaproxyTargetState.Maint)]
    [InlineData(16, HaproxyAdminState.InheritedDrain, null)]
    [InlineData(32, HaproxyAdminState.ResolutionMaint, HaproxyTargetState.Ready)]
    [InlineData(40, HaproxyAdminState.ResolutionMaint | HaproxyAdminState.ForcedDrain, HaproxyTargetState.Drain)]
    [InlineData(64, HaproxyAdminState.FqdnChanged, HaproxyTargetState.Ready)]
    [InlineData(128, (HaproxyAdminState)128, HaproxyTargetState.Ready)]
    public void The_mask_is_decimal(int mask, HaproxyAdminState expected, HaproxyTargetState? target)
    {
        var row = Assert.Single(Parse(string.Create(CultureInfo.InvariantCulture, $"{Header}3 web 1 a 10.0.0.1 2 {mask} 10 20\n")).Rows);
        Assert.Equal((expected, target), (row.AdminState, row.Target));
    }

    [Fact]
    public void A_name_that_was_changed_is_no_maintenance_although_64_hexadecimal_would_be_one()
    {
        var snapshot = Parse($"{Header}3 b 1 s1 10.0.0.1 2 64 1 1\n")
            .AddTo(HaproxyWorld.Read(HaproxyWorld.PageOfServers("status", "UP")));
        var server = snapshot.Servers.Single();
        Assert.Equal((true, false, false), (server.IsServing, server.IsInMaintenance, server.IsDraining));
    }

    [Fact]
    public void A_look_at_both_tables_knows_what_the_page_does_not()
    {
        var snapshot = HaproxyServerStates.Parse(HaproxyWorld.Socket, HaproxyWorld.ShowServersState())
            .AddTo(HaproxyWorld.Read(HaproxyWorld.PageOf("2.0")));
        Assert.Equal((HaproxyAdminState.Ready, 50L, 50L), Of(snapshot.Find("web", "web-1.a")!));
        Assert.Equal((HaproxyAdminState.Ready, 1L, 1L), Of(snapshot.Find("web", "web-2.b")!));
        Assert.Equal((HaproxyAdminState.ForcedMaint | HaproxyAdminState.ConfigMaint, 1L, 1L), Of(snapshot.Find("web", "web-3.c")!));
        Assert.Equal((HaproxyAdminState.Ready, 1L, 1L), Of(snapshot.Find("tcp", "one")!));
        Assert.Equal(["stats", "web", "tcp"], snapshot.Backends.Select(b => b.Name));
    }

    [Fact]
    public void A_server_without_a_row_stays_as_it_was_and_one_of_another_backend_is_another()
    {
        var before = HaproxyWorld.Read(HaproxyWorld.PageOfServers("status", "UP", "DOWN"));
        var after = Parse($"{Header}3 b 2 s2 - 0 8 1 2\n4 other 1 s1 - 0 1 1 2\n").AddTo(before);
        Assert.Equal((HaproxyAdminState.Ready, null, null), Of(after.Find("b", "s1")!));
        Assert.Equal((HaproxyAdminState.ForcedDrain, 1L, 2L), Of(after.Find("b", "s2")!));
    }

    [Fact]
    public void Columns_are_found_by_name_and_later_ones_do_not_matter()
    {
        var row = Assert.Single(Parse("1\n# srv_name later srv_iweight srv_uweight srv_admin_state be_name\na x 7 6 8 web\n").Rows);
        Assert.Equal(new HaproxyServerState("web", "a", HaproxyAdminState.ForcedDrain, 6, 7), row);
    }

    [Theory]
    [InlineData("\n\n")]
    [InlineData("\r\n")]
    public void Lines_may_end_as_they_like(string end) =>
        Assert.Single(Parse($"{Header}3 web 1 a 10.0.0.1 2 0 1 1\n".ReplaceLineEndings(end)).Rows);

    [Fact]
    public void Remarks_are_passed_over() =>
        Assert.Equal(["a"], Parse($"{Header}# somebody's\n3 web 1 a 10.0.0.1 2 0 1 1\n#\n").Rows.Select(r => r.Name));

    [Fact]
    public void A_balancer_without_servers_has_an_empty_table() => Assert.Empty(Parse(Header).Rows);

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("1\n")]
    [InlineData("2\n# be_name srv_name srv_admin_state srv_uweight srv_iweight\n")]
    [InlineData("Can't find backend.\n")]
    [InlineData("1\nbe_name srv_name\n")]
    [InlineData("1\n# be_name srv_name srv_admin_state srv_uweight srv_iweight\nweb a 0 1\n")]
    [InlineData("1\n# be_name srv_name srv_admin_state srv_uweight srv_iweight\nweb a 0 x 1\n")]
    [InlineData("1\n# be_name srv_name srv_admin_state srv_uweight srv_iweight\nweb a -1 1 1\n")]
    [InlineData("1\n# be_name srv_name srv_admin_state srv_uweight srv_iweight\nweb a 0x40 1 1\n")]
    [InlineData("1\n# be_name srv_name srv_admin_state srv_uweight srv_iweight\nweb a 4294967296 1 1\n")]
    [InlineData("1\n# be_name srv_name srv_admin_state srv_uweight srv_iweight\nweb\n")]
    [InlineData("1\n# be_name srv_name srv_uweight srv_iweight\nweb a 1 1\n")]
    public void What_is_no_such_table_is_refused(string text)
    {
        var e = Assert.Throws<HaproxyException>(() => Parse(text));
        Assert.Equal(HaproxyErrorKind.BadAnswer, e.Kind);
        Assert.Contains("show servers state", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_that_is_cut_off_anywhere_is_refused()
    {
        var whole = HaproxyWorld.ShowServersState();
        var header = Encoding.UTF8.GetString(whole).IndexOf("srv_agent_port", StringComparison.Ordinal);
        for (var length = 0; length < whole.Length; length++)
        {
            var cut = whole[..length];
            var e = Assert.Throws<HaproxyException>(() => HaproxyServerStates.Parse(HaproxyWorld.Socket, cut));
            Assert.True(e.Kind == HaproxyErrorKind.Truncated || (length < header && e.Kind == HaproxyErrorKind.BadAnswer), $"{length}: {e.Kind}");
        }
    }

    [Fact]
    public void A_file_that_is_cut_off_in_a_row_is_refused_and_says_which_file()
    {
        const string Cut = Header + "3 web 1 a 10.0.0.1 2 0 50 5";
        var e = Assert.Throws<HaproxyException>(() => HaproxyServerStates.Parse("/root/states", Encoding.UTF8.GetBytes(Cut)));
        Assert.Equal((HaproxyErrorKind.BadAnswer, "/root/states"), (e.Kind, e.Target));
        Assert.Single(HaproxyServerStates.Parse("/root/states", Encoding.UTF8.GetBytes(Cut + "0\n")).Rows);
    }

    private static HaproxyServerStates Parse(string text) => HaproxyServerStates.Parse("states", Encoding.UTF8.GetBytes(text));

    private static (HaproxyAdminState?, long?, long?) Of(HaproxyServer server) => (server.AdminState, server.UserWeight, server.InitialWeight);
}
