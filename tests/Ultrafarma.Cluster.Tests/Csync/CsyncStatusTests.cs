using System.Text;
using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Csync;

public sealed class CsyncStatusTests
{
    private static CsyncNodeStatus Read(params string[] lines)
    {
        var answer = new CsyncStatusAnswer(path => path);
        foreach (var line in lines)
        {
            answer.Add(PathText.ToBytes(line));
        }

        return answer.ToResult();
    }

    private static string Certificate(byte filler) => Convert.ToBase64String([1, 2, 3, .. Enumerable.Repeat(filler, 32)]);

    private static string End(byte filler) => Convert.ToHexString([.. Enumerable.Repeat(filler, 32)]);

    [Fact]
    public void A_certificate_that_is_none_is_not_compared()
    {
        Assert.Null(Read("host\tn1", "own\tno base64!").Certificate);
        Assert.Null(Read("host\tn1", "own\tAAAA").Certificate);
        Assert.Null(Read("host\tn1", "own\t").Certificate);
    }

    [Fact]
    public void Reads_every_kind_of_line()
    {
        var status = Read(
            "host\tn1", "server\tyes", "last\tstarted=1764086400", "last\tseconds=61", "last\twhat=ever", "last\trc=1", "last\tby=schedule", "own\t" + Certificate(0xAB),
            "database\t4096", "hints\t3", "pinned\tn2\tCD", "rows", "encoded n1", "0\tn1\tn2,n3\t/d/a%20b", "1\tn1\tn2\t/d/c", "end");
        Assert.Equal(("n1", true, 4096L, 3, End(0xAB)), (status.Host, status.ServerAnswers, status.DatabaseBytes, status.Hints, status.Certificate));
        Assert.Equal("CD", status.Pinned["n2"]);
        Assert.Equal(["/d/a b", "/d/c"], status.Rows!.Debts.Keys);
        var last = status.LastRun!;
        Assert.Equal((1764086400, 61d, 1, "schedule", false), (last.Started.ToUnixTimeSeconds(), last.Duration.TotalSeconds, last.ExitCode, last.By, last.Succeeded));
        Assert.Equal("2025-11-25 16:00:00, exit 1", last.ToString());
        Assert.Empty(status.Problems);
    }

    [Fact]
    public void Jobs_are_lines_that_cron_would_run_and_those_that_a_run_holds_off() => Assert.Equal(
        ["/etc/crontab: */15 * * * * root /usr/sbin/csync2 -x", "/etc/cron.d/a: 1 * * * * root csync2\\x1b -x", "csync2-sync.timer"],
        Read(
            "host\tn1", "cron\t/etc/crontab\t*/15 * * * * root /usr/sbin/csync2 -x", "cron\t/etc/crontab\t # csync2 -x", "cron\t/etc/crontab\tCSYNC2_SYSTEM_DIR=/etc/csync2",
            "cron\t/etc/cron.d/a\t#ultrafarma-hold# 1 * * * * root csync2\u001b -x", "cron\t/etc/cron.d/b\t#ultrafarma-suspend# 1 * * * * root csync2 -x", "timer\tcsync2-sync.timer").Schedule);

    [Theory]
    [InlineData("/etc/crontab", "*/15 * * * * root csync2 -x", "00:15:00")]
    [InlineData("/etc/cron.d/a", "5 3 * * 1 root csync2 -x", "5 3 * * 1")]
    [InlineData("/var/spool/cron/crontabs/root", "@hourly csync2 -x", "01:00:00")]
    [InlineData("/etc/cron.d/a", "#ultrafarma-suspend# */15 * * * * root csync2 -x", "00:15:00 suspended")]
    [InlineData("/etc/cron.d/a", "#ultrafarma-hold# */15 * * * * root csync2 -x", "00:15:00")]
    [InlineData("/etc/cron.d/a", "0 * * * * root /root/resolve_conflito.sh csync2", "resolve 01:00:00")]
    [InlineData("/etc/cron.d/a", "# csync2", null)]
    [InlineData("/etc/cron.d/a", "#ultrafarma-adopted# 1 * * * * root csync2 -x", null)]
    public void When_a_job_runs_is_said_shortly(string file, string line, string? expected) => Assert.Equal(expected, CsyncScheduleText.WhenOfCron(file, line));

    [Fact]
    public void A_glance_has_the_rows_and_the_schedule()
    {
        var answer = new CsyncGlanceAnswer(p => p);
        foreach (var line in new[] { "Welcome", "cron\t/etc/crontab\t*/15 * * * * root csync2 -x", "cron\t/etc/crontab\t# csync2", "timer\ta.timer", "rows", "encoded n1", "0\tn1\tn2,n3\t/d/a", "end" })
        {
            answer.Add(Encoding.UTF8.GetBytes(line));
        }

        var glance = answer.ToResult();
        Assert.Equal(["00:15:00", "a.timer"], glance.Schedule);
        Assert.Equal(2, glance.Rows.Debts["/d/a"].Peers.Count);

        var cut = new CsyncGlanceAnswer(p => p);
        cut.Add("rows"u8);
        Assert.Throws<FormatException>(cut.ToResult);
    }

    [Fact]
    public void A_part_that_fails_leaves_the_others()
    {
        var status = Read(
            "host\tn1", "failed\tserver\tbash: not found", "last\tnonsense", "database\t1", "failed\thints\tError: no such table: hint\u001b[31m",
            "rows", "failed\trows\tdatabase is locked");
        Assert.Equal((null, null, null, null, 1L), (status.ServerAnswers, status.LastRun, status.Hints, status.Rows, status.DatabaseBytes));
        Assert.Equal(
            [
                "csync2's server: bash: not found", @"the hints: Error: no such table: hint\x1b[31m", "the dirty rows: database is locked",
                "the last run: the file about the last run has no started, or it is no number",
            ],
            status.Problems);
        Assert.Equal("the dirty rows: the listing was cut", Assert.Single(Read("host\tn1", "rows", "encoded n1").Problems));
        Assert.Empty(Read("host\tn1", "server\tno").Problems);
        Assert.Throws<FormatException>(() => Read());
        Assert.Throws<FormatException>(() => Read("host\tn1", "hints\tmany"));
    }

    [Theory]
    [InlineData("started=1", "seconds=1")]
    [InlineData("started=1", "rc=0")]
    [InlineData("started=1", "seconds=1", "rc=256")]
    [InlineData("started=99999999999999", "seconds=1", "rc=0")]
    [InlineData("started=-1", "seconds=1", "rc=0")]
    public void What_no_run_of_ours_leaves_is_not_taken_for_one(params string[] lines) =>
        Assert.Throws<FormatException>(() => CsyncLastRun.Parse(lines));

    [Fact]
    public void Counts_what_is_dirty_here_and_on_another_node_and_finds_certificates_that_changed()
    {
        var summary = new CsyncStatusSummary(new Dictionary<string, CsyncNodeStatus>
        {
            ["N1"] = Read("host\tn1", "own\t" + Certificate(0xA1), "pinned\tn2\t" + End(0xA2), "pinned\tn9\tA9", "rows", "encoded n1", "0\tn1\tn2,n3\t/a", "0\tn1\tn2\t/b", "end"),
            ["N2"] = Read("host\tn2", "own\t" + Certificate(0xA2), "pinned\tn1\t" + End(0x01), "pinned\tn3\tA3", "rows", "encoded n2", "0\tn2\tn3\t/a", "end"),
            ["N3"] = Read("host\tn3", "rows", "failed\trows\tlocked"),
        });
        var first = summary.Of("N1", TimeSpan.FromSeconds(5));
        Assert.Equal((3, 1, 5d), (first.Pending, first.ConflictCandidates, first.OldestPending!.Value.TotalSeconds));
        Assert.Empty(first.CertificateMismatches);
        var second = summary.Of("N2", null);
        Assert.Equal((1, 1, null), (second.Pending, second.ConflictCandidates, second.OldestPending));
        Assert.Equal(["N1"], second.CertificateMismatches);
        Assert.Contains("peer n1 ", Assert.Single(second.Problems), StringComparison.Ordinal);
        var third = summary.Of("N3", null);
        Assert.Equal((null, null), (third.Pending, third.ConflictCandidates));
    }

    [Fact]
    public void One_node_alone_cannot_tell_a_conflict_from_what_only_waits()
    {
        var summary = new CsyncStatusSummary(new Dictionary<string, CsyncNodeStatus> { ["N1"] = Read("host\tn1", "rows", "encoded n1", "0\tn1\tn2\t/a", "end") });
        Assert.Equal((1, null), (summary.Of("N1", null).Pending, summary.Of("N1", null).ConflictCandidates));
    }
}
