using System.Text;
using Ultrafarma.Cluster.Haproxy;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Haproxy;

public sealed class HaproxyStatisticsReaderTests
{
    private const string Small =
        """
        # pxname,svname,status,type,scur,last_chk,later,
        www,FRONTEND,OPEN,0,7,,x,
        web,a,UP,2,12,"no, ""never""
        at all",y,
        web,b,DOWN,2,34,,z,
        web,BACKEND,UP,1,46,,,
        api,c,UP,2,5,,,
        api,BACKEND,UP,1,5,,,

        """;

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("<!DOCTYPE html>\n<html><body>It works, really</body></html>\n")]
    [InlineData("Permission denied\n\n")]
    [InlineData("Unknown command: 'show stat'. Please enter one of the following commands only :\n")]
    [InlineData("pxname,svname,type,\n")]
    [InlineData("# name,svname,type,\n")]
    [InlineData("# pxname\n")]
    [InlineData("{\"a\": [1,2]}")]
    [InlineData("\0\0\0\0")]
    public void What_is_no_statistics_is_said_to_be_none(string answer)
    {
        var e = Assert.Throws<HaproxyException>(() => HaproxyWorld.Read(answer));
        Assert.Equal(HaproxyErrorKind.NotStatistics, e.Kind);
        Assert.Same(HaproxyWorld.Page, e.Target);
        Assert.Contains("stats uri", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("web,a,2,UP,x,y,\n", "Line 2", "7 fields", "4")]
    [InlineData("web,a,\n", "Line 2", "3 fields", "4")]
    [InlineData("web,a,2,UP,\nweb\n", "Line 3", "1 fields", "4")]
    public void A_row_of_another_width_is_damaged(string rows, params string[] words)
    {
        var e = Assert.Throws<HaproxyException>(() => HaproxyWorld.Read("# pxname,svname,type,status,\n" + rows));
        Assert.Equal(HaproxyErrorKind.BadAnswer, e.Kind);
        Assert.All(words, word => Assert.Contains(word, e.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("# pxname,svname,type,status,\nweb,a,,UP,\n")]
    [InlineData("# pxname,svname,type,status,\nweb,a,server,UP,\n")]
    [InlineData("# pxname,svname,status,\nweb,a,UP,\n")]
    public void A_row_that_is_of_no_type_is_damaged(string page)
    {
        var e = Assert.Throws<HaproxyException>(() => HaproxyWorld.Read(page));
        Assert.Equal(HaproxyErrorKind.BadAnswer, e.Kind);
        Assert.Contains("'type'", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(",a,2,UP,")]
    [InlineData("web,,2,UP,")]
    [InlineData(",FRONTEND,0,OPEN,")]
    public void A_row_that_names_nothing_is_damaged(string row)
    {
        var e = Assert.Throws<HaproxyException>(() => HaproxyWorld.Read($"# pxname,svname,type,status,\n{row}\nweb,BACKEND,1,UP,\n"));
        Assert.Equal(HaproxyErrorKind.BadAnswer, e.Kind);
        Assert.Contains("Line 2", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Listeners_and_types_to_come_are_passed_over()
    {
        var snapshot = HaproxyWorld.Read("# pxname,svname,type,\nwww,FRONTEND,0,\nwww,sock-1,3,\nwww,new,4,\nweb,a,2,\nweb,BACKEND,1,\n");
        Assert.Equal(["www"], snapshot.Frontends.Select(f => f.Name));
        Assert.Equal(["web/a"], snapshot.Servers.Select(s => s.ToString()));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Lines_may_end_as_they_like_and_the_last_comma_may_be_missing(string end)
    {
        var plain = Describe(HaproxyWorld.Read("# pxname,svname,type,status,later,\nweb,a,2,UP,x,\nweb,BACKEND,1,UP,,\n"));
        Assert.Equal(plain, Describe(HaproxyWorld.Read($"# pxname,svname,type,status,later{end}web,a,2,UP,x{end}web,BACKEND,1,UP,{end}")));
        Assert.Equal(plain, Describe(HaproxyWorld.Read($"# pxname,svname,type,status,later,{end}web,a,2,UP,x{end}web,BACKEND,1,UP,{end}")));
        Assert.Equal(plain, Describe(HaproxyWorld.Read($"# pxname,svname,type,status,later{end}web,a,2,UP,x,{end}web,BACKEND,1,UP,,{end}")));
    }

    [Fact]
    public void Columns_are_found_by_name_wherever_they_stand()
    {
        var server = HaproxyWorld.Read(
            "# pxname,later,weight,type,status,svname,scur,\nweb,x,7,2,UP 1/3,a,5,\nweb,,,1,UP,BACKEND,,\n").Servers.Single();
        Assert.Equal(("web", "a", "UP 1/3", 7, 5), (server.Backend, server.Name, server.Status, server.Weight, server.SessionsCurrent));
        Assert.Equal([new("later", "x")], server.Extra);
    }

    [Theory]
    [InlineData("scur", "many")]
    [InlineData("scur", "1.5")]
    [InlineData("bout", "18446744073709551615")]
    [InlineData("lastchg", "1s")]
    [InlineData("check_code", "-")]
    public void A_value_that_is_no_number_where_one_belongs_survives_as_text(string column, string value)
    {
        var server = HaproxyWorld.Server($"status,{column}", $"UP,{value}");
        Assert.Equal([new(column, value)], server.Extra);
        Assert.Equal((null, null, null, null), (server.SessionsCurrent, server.BytesOut, server.LastChange, server.CheckCode));
    }

    [Fact]
    public void Two_columns_of_one_name_both_survive()
    {
        var server = HaproxyWorld.Server("status,later,later", "UP,x,y");
        Assert.Equal(["x", "y"], server.Extra.Values.Order());
    }

    [Fact]
    public void A_running_check_leaves_the_last_ones_result()
    {
        var running = HaproxyWorld.Server("check_status,check_duration", "* L7OK,1500");
        Assert.Equal((true, "L7OK", TimeSpan.FromSeconds(1.5)), (running.IsBeingChecked, running.CheckStatus, running.CheckDuration));
        var done = HaproxyWorld.Server("check_status", "L4TOUT");
        Assert.Equal((false, "L4TOUT"), (done.IsBeingChecked, done.CheckStatus));
        var none = HaproxyWorld.Server("check_status", "");
        Assert.Equal((false, null), (none.IsBeingChecked, none.CheckStatus));
    }

    [Theory]
    [InlineData("-1", null)]
    [InlineData("0", 0d)]
    [InlineData("86400", 86400d)]
    public void A_session_that_never_was_is_no_time(string seconds, double? expected) =>
        Assert.Equal(expected, HaproxyWorld.Server("lastsess", seconds).LastSession?.TotalSeconds);

    [Fact]
    public void A_time_longer_than_any_is_no_exception() =>
        Assert.True(HaproxyWorld.Server("lastchg", "9223372036854775807").LastChange > TimeSpan.FromDays(10_000_000));

    [Fact]
    public void Servers_stay_with_their_own_backend()
    {
        var snapshot = HaproxyWorld.Read(Small);
        Assert.Equal(["web/a", "web/b"], snapshot.Backends[0].Servers.Select(s => s.ToString()));
        Assert.Equal(["api/c"], snapshot.Backends[1].Servers.Select(s => s.ToString()));
        Assert.Equal(HaproxyWorld.Now, snapshot.Time);
        Assert.Equal("web/b", snapshot.Find("web", "b")?.ToString());
        Assert.Null(snapshot.Find("api", "b"));
    }

    [Fact]
    public void Nothing_that_is_cut_off_anywhere_is_taken_for_something_else()
    {
        var whole = Encoding.UTF8.GetBytes(Small);
        var rows = Describe(HaproxyWorld.Read(whole)).ToList();
        var looksWhole = new List<int>();
        for (var length = 0; length < whole.Length; length++)
        {
            try
            {
                var read = Describe(HaproxyWorld.Read(whole[..length]));
                Assert.Equal(rows.Take(read.Count), read);
                looksWhole.Add(length);
            }
            catch (HaproxyException e)
            {
                Assert.Equal(length < "# pxname,".Length ? HaproxyErrorKind.NotStatistics : HaproxyErrorKind.Truncated, e.Kind);
            }
        }

        // Behind the header, a frontend and a backend, a page without the rest is a page: nothing else could tell.
        Assert.Equal(3, looksWhole.Count);
        Assert.All(looksWhole, length => Assert.Equal((byte)'\n', whole[length - 1]));
    }

    [Fact]
    public void A_socket_that_is_not_HAProxys_is_not_told_about_pages()
    {
        var e = Assert.Throws<HaproxyException>(() => new HaproxyStatisticsReader().Read(HaproxyWorld.Socket, "hello\n"u8.ToArray(), HaproxyWorld.Now, out _));
        Assert.Equal(HaproxyErrorKind.NotStatistics, e.Kind);
        Assert.Contains("stats socket", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("stats uri", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_of_the_socket_that_is_cut_off_anywhere_is_truncated()
    {
        var whole = Encoding.UTF8.GetBytes(Small + "\n");
        var rows = Describe(HaproxyWorld.Read(Small));
        Assert.Equal(rows, Describe(new HaproxyStatisticsReader().Read(HaproxyWorld.Socket, whole, HaproxyWorld.Now, out var all)));
        Assert.Equal(whole.Length, all);
        for (var length = "# pxname,".Length; length < whole.Length; length++)
        {
            var cut = whole[..length];
            var e = Assert.Throws<HaproxyException>(() => new HaproxyStatisticsReader().Read(HaproxyWorld.Socket, cut, HaproxyWorld.Now, out _));
            Assert.Equal(HaproxyErrorKind.Truncated, e.Kind);
        }
    }

    [Theory]
    [MemberData(nameof(AllVersions))]
    public void An_answer_of_any_version_that_is_cut_off_anywhere_is_truncated(string version)
    {
        var whole = HaproxyWorld.ShowStat(version);
        for (var length = "# pxname,".Length; length < whole.Length; length++)
        {
            var cut = whole[..length];
            var e = Assert.Throws<HaproxyException>(() => new HaproxyStatisticsReader().Read(HaproxyWorld.Socket, cut, HaproxyWorld.Now, out _));
            Assert.Equal(HaproxyErrorKind.Truncated, e.Kind);
        }
    }

    public static TheoryData<string> AllVersions => [.. HaproxyWorld.Versions];

    // Row by row, in the page's order, with everything that a row holds.
    private static List<string> Describe(HaproxySnapshot snapshot)
    {
        static string Line(HaproxyStatistics row, string name, params object?[] rest) =>
            string.Join('|', [name, row.Status, row.SessionsCurrent, .. rest, string.Join(';', row.Extra.Select(e => $"{e.Key}={e.Value}"))]);

        return
        [
            .. snapshot.Frontends.Select(f => Line(f, f.Name)),
            .. snapshot.Backends.SelectMany(b => b.Servers
                .Select(s => Line(s, s.ToString(), s.OperationalState, s.AdminState, s.CheckOutput))
                .Append(Line(b, b.Name, b.Servers.Count))),
        ];
    }
}
