using Ultrafarma.Cluster.Httpd;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Httpd;

/// <summary>What mod_status answers, by the versions of Apache, and what is no such answer.</summary>
public sealed class HttpdStatusTextTests
{
    // 2.2 and 2.4 with ExtendedStatus Off.
    private const string Short = "BusyWorkers: 2\nIdleWorkers: 3\nScoreboard: W_W__...\n";

    private const string V22 = """
        Total Accesses: 5120
        Total kBytes: 2048
        CPULoad: .0148
        Uptime: 93784
        ReqPerSec: .0545934
        BytesPerSec: 22.3615
        BytesPerReq: 409.6
        BusyWorkers: 1
        IdleWorkers: 4
        Scoreboard: W____....

        """;

    private const string V246 = """
        Total Accesses: 7
        Total kBytes: 3
        Uptime: 60
        ReqPerSec: .116667
        BytesPerSec: 51.2
        BytesPerReq: 438.857
        BusyWorkers: 1
        IdleWorkers: 74
        ConnsTotal: 9
        ConnsAsyncWriting: 1
        ConnsAsyncKeepAlive: 5
        ConnsAsyncClosing: 2
        Scoreboard: __________W________________________________________________________________.....

        """;

    // As the lab's Apache answers.
    private const string V2471 = """
        fe80: :1
        ServerVersion: Apache/2.4.71 (Debian)
        ServerMPM: event
        Server Built: 2026-11-12T08:58:41
        CurrentTime: Wednesday, 25-Nov-2026 13:46:03 UTC
        RestartTime: Wednesday, 25-Nov-2026 13:45:50 UTC
        ParentServerConfigGeneration: 1
        ParentServerMPMGeneration: 0
        ServerUptimeSeconds: 13
        ServerUptime: 13 seconds
        Load1: 10.16
        Total Accesses: 55
        Total kBytes: 15
        Total Duration: 9
        CPUUser: .01
        CPULoad: .0769231
        Uptime: 13
        ReqPerSec: 4.23077
        BytesPerSec: 1181.54
        BytesPerReq: 279.273
        DurationPerReq: .163636
        BusyWorkers: 1
        GracefulWorkers: 0
        IdleWorkers: 15
        Processes: 1
        Stopping: 0
        ConnsTotal: 0
        ConnsAsyncWaitIO: 0
        ConnsAsyncWriting: 0
        ConnsAsyncKeepAlive: 0
        ConnsAsyncClosing: 0
        Scoreboard: __________W_____................

        """;

    [Fact]
    public void Reads_the_workers_alone_where_nothing_else_is_told()
    {
        var status = Parse(Short);
        Assert.Equal((true, HttpdStatusSource.ModStatus, 2, 3), (status.IsRunning, status.Source, status.WorkersBusy, status.WorkersIdle));
        Assert.Equal((null, null, null, null, null),
            (status.Version, status.Uptime, status.RequestsTotal, status.RequestsPerSecond, status.ConnectionsTotal));
        Assert.Equal(["Scoreboard"], status.Extra.Keys);
    }

    [Fact]
    public void Reads_an_answer_of_2_2()
    {
        var status = Parse(V22);
        Assert.Equal((5120L, 2048L * 1024, new TimeSpan(1, 2, 3, 4)), (status.RequestsTotal, status.BytesTotal, status.Uptime));
        Assert.Equal((0.0545934, 22.3615, 0.0148), (status.RequestsPerSecond, status.BytesPerSecond, status.CpuLoadPercent));
        Assert.Null(status.ConnectionsTotal);
        Assert.Equal("409.6", status.Extra["BytesPerReq"]);
    }

    [Fact]
    public void Reads_the_connections_of_2_4()
    {
        var status = Parse(V246);
        Assert.Equal((9, 1, 5, 2), (status.ConnectionsTotal, status.ConnectionsWriting, status.ConnectionsKeepAlive, status.ConnectionsClosing));
        Assert.Equal((1, 74), (status.WorkersBusy, status.WorkersIdle));
        Assert.Null(status.Processes);
        Assert.Null(status.CpuLoadPercent);
    }

    [Fact]
    public void Reads_everything_of_a_new_one()
    {
        var status = Parse(V2471.Replace("fe80: :1", "10.77.0.11", StringComparison.Ordinal));
        Assert.Equal(("Apache/2.4.71 (Debian)", TimeSpan.FromSeconds(13), 1), (status.Version, status.Uptime, status.Processes));
        Assert.Equal((55L, 15L * 1024, 4.23077), (status.RequestsTotal, status.BytesTotal, status.RequestsPerSecond));
        Assert.Equal(("event", "10.16", "13 seconds"), (status.Extra["ServerMPM"], status.Extra["load1"], status.Extra["ServerUptime"]));
        Assert.DoesNotContain("ServerVersion", status.Extra.Keys);
    }

    [Theory]
    [InlineData("::1")]
    [InlineData("10.77.0.11:80")]
    [InlineData("www.example.com")]
    public void A_first_line_with_the_servers_bare_name_is_no_value(string name) =>
        Assert.Equal(["Scoreboard"], Parse(name + "\n" + Short).Extra.Keys);

    [Fact]
    public void Line_ends_of_windows_are_read_too() => Assert.Equal(3, Parse(Short.Replace("\n", "\r\n", StringComparison.Ordinal)).WorkersIdle);

    [Theory]
    [InlineData("Uptime: nan\nReqPerSec: inf\nCPULoad: x\nTotal kBytes: 99999999999999999\nTotal Accesses: -\n")]
    [InlineData("Uptime: -5\nReqPerSec: nan\nTotal kBytes: -1\nConnsTotal: 99999999999\n")]
    public void A_number_that_is_none_is_unknown_and_the_rest_is_read(string more)
    {
        var status = Parse(more + Short);
        Assert.Equal((2, null, null), (status.WorkersBusy, status.Uptime, status.RequestsPerSecond));
        Assert.Equal((null, null, null, null), (status.CpuLoadPercent, status.BytesTotal, status.RequestsTotal, status.ConnectionsTotal));
    }

    [Fact]
    public void What_a_terminal_would_obey_is_only_shown()
    {
        var status = Parse("ServerVersion: Apache\u001b[2J\nX\u001b[2J: \u001b[2J\n" + Short);
        Assert.DoesNotContain('\u001b', status.Version!);
        Assert.DoesNotContain('\u001b', string.Concat(status.Extra.Select(e => e.Key + e.Value)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ok\n")]
    [InlineData("<!DOCTYPE html>\n<html><head><title>Apache Status</title></head><body><h1>Apache Server Status</h1><dl><dt>Server Version: Apache/2.4.71</dt></dl></body></html>")]
    [InlineData("BusyWorkers: 1\nIdleWorkers: 2\n")]
    [InlineData("BusyWorkers: one\nIdleWorkers: 2\nScoreboard: W__\n")]
    [InlineData("BusyWorkers: -1\nIdleWorkers: 2\nScoreboard: W__\n")]
    [InlineData("BusyWorkers: 2147483647\nIdleWorkers: 2147483647\nScoreboard: W__\n")]
    [InlineData("\u0000\u0001\u00ff: \u0002\n: \n")]
    public void Another_page_is_no_status(string text) => Assert.Null(HttpdStatusText.Parse("APP01", text));

    [Fact]
    public void An_answer_that_is_cut_off_before_its_scoreboard_has_all_workers_is_no_status()
    {
        foreach (var text in new[] { Short, V22, V246, V2471 })
        {
            var workers = Parse(text);
            var whole = text.IndexOf("Scoreboard: ", StringComparison.Ordinal) + "Scoreboard: ".Length + workers.WorkersBusy!.Value + workers.WorkersIdle!.Value;
            for (var end = 0; end < whole; end++)
            {
                Assert.Null(HttpdStatusText.Parse("APP01", text[..end]));
            }
        }
    }

    private static HttpdStatus Parse(string text)
    {
        var status = HttpdStatusText.Parse("APP01", text);
        Assert.NotNull(status);
        return status;
    }
}
