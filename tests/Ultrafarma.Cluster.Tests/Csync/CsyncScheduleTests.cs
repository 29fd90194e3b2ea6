using System.Text;
using Ultrafarma.Cluster.Csync;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Csync;

/// <summary>What is read from lines of crontabs, timers, and what schedules.sh gives.</summary>
public sealed class CsyncScheduleTests
{
    [Theory]
    [InlineData("*/15 * * * * /usr/sbin/csync2 -x", "*/15 * * * *", "/usr/sbin/csync2 -x", 15.0, CsyncScheduleKind.Sync)]
    [InlineData("  @hourly\tcsync2 -xv >/dev/null", "@hourly", "csync2 -xv >/dev/null", 60.0, CsyncScheduleKind.Sync)]
    [InlineData("0,15,30,45 * * * * sleep 5; csync2 -u", "0,15,30,45 * * * *", "sleep 5; csync2 -u", 15.0, CsyncScheduleKind.Sync)]
    [InlineData("7-59/20 */1 * * * /root/resolve_conflito.sh", "7-59/20 */1 * * *", "/root/resolve_conflito.sh", 20.0, CsyncScheduleKind.Resolve)]
    [InlineData("-5 3 * * * csync2 -x", "5 3 * * *", "csync2 -x", 1440.0, CsyncScheduleKind.Sync)]
    [InlineData("5 3 * * 1-5 csync2 -x", "5 3 * * 1-5", "csync2 -x", null, CsyncScheduleKind.Sync)]
    [InlineData("0,10 * * * * csync2 -x", "0,10 * * * *", "csync2 -x", null, CsyncScheduleKind.Sync)]
    [InlineData("*/7 * * * * csync2 -T", "*/7 * * * *", "csync2 -T", null, CsyncScheduleKind.Other)]
    [InlineData("99 * * * * tar cf /b.tar /etc/csync2", "99 * * * *", "tar cf /b.tar /etc/csync2", null, CsyncScheduleKind.Other)]
    [InlineData("* * * * * csync2 -M | awk '{print $4}' | while read f; do csync2 -f $f; done", "* * * * *", "csync2 -M | awk '{print $4}' | while read f; do csync2 -f $f; done", 1.0, CsyncScheduleKind.Resolve)]
    public void A_line_of_a_users_crontab(string line, string timing, string command, double? minutes, CsyncScheduleKind kind)
    {
        var job = CsyncCrontabLine.Parse(line, "root")!;
        Assert.Equal((timing, "root", command, false, false), (job.Timing, job.User, job.Command, job.IsSuspended, job.IsHeld));
        Assert.Equal(minutes, CsyncTimes.FromCron(job.Timing)?.TotalMinutes);
        Assert.Equal(kind, CsyncCrontabLine.KindOf(job.Command));
    }

    [Theory]
    [InlineData("# */15 * * * * root csync2 -x")]
    [InlineData("#ultrafarma-adopted# */15 * * * * root csync2 -x")]
    [InlineData("PATH=/usr/sbin:/opt/csync2/bin")]
    [InlineData("1=x csync2 a b c d e f")]
    [InlineData("csync2 is here")]
    [InlineData("*/15 * * * * csync2")]
    [InlineData("")]
    public void What_is_no_job_in_a_crontab_with_users(string line) => Assert.Null(CsyncCrontabLine.Parse(line, null));

    [Theory]
    [InlineData("#ultrafarma-hold# */5 * * * * root csync2 -x", false, true)]
    [InlineData("#ultrafarma-suspend# */5 * * * * root csync2 -x", true, false)]
    [InlineData("#ultrafarma-hold# #ultrafarma-suspend# */5 * * * * root csync2 -x", true, true)]
    public void Marks_in_front_of_a_line_are_its_state(string line, bool isSuspended, bool isHeld)
    {
        var job = CsyncCrontabLine.Parse(line, null)!;
        Assert.Equal(("root", "csync2 -x", isSuspended, isHeld), (job.User, job.Command, job.IsSuspended, job.IsHeld));
        Assert.Equal("*/5 * * * * root csync2 -x", CsyncCrontabLine.Bare(line));
    }

    [Theory]
    [InlineData("*:0/15", "", 15.0)]
    [InlineData("*-*-* *:05/10:30", "", 10.0)]
    [InlineData("hourly", "", 60.0)]
    [InlineData("0/6:00", "", 360.0)]
    [InlineData("*-*-* 03:30:00", "", 1440.0)]
    [InlineData("Mon *-*-* 03:30", "", null)]
    [InlineData("", "15min", 15.0)]
    [InlineData("", "900", 15.0)]
    [InlineData("", "2h 5min", null)]
    public void The_times_of_timers(string calendar, string active, double? minutes) =>
        Assert.Equal(minutes, CsyncTimes.FromTimer(calendar, active)?.TotalMinutes);

    [Fact]
    public void Every_time_that_can_be_told_is_read_back_the_same()
    {
        var possible = Enumerable.Range(1, 2000).Select(m => TimeSpan.FromMinutes(m)).Where(CsyncTimes.IsPossible).ToList();
        Assert.Equal([1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60, 120, 180, 240, 360, 480, 720, 1440], possible.Select(t => (int)t.TotalMinutes));
        Assert.All(possible, t => Assert.Equal(t, CsyncTimes.FromCron(CsyncTimes.ToCron(t))));
        Assert.All(possible, t => Assert.Equal(t, CsyncTimes.FromTimer(CsyncTimes.ToCalendar(t), "")));
        Assert.False(CsyncTimes.IsPossible(TimeSpan.FromSeconds(90)));
        Assert.False(CsyncTimes.IsPossible(TimeSpan.FromMinutes(-15)));
    }

    [Fact]
    public void An_answer_names_place_user_and_whose_it_is()
    {
        var look = Parse("node\0no\0yes\0cron\0/etc/crontab\0" + "3:*/15 * * * * www-data csync2 -x\0cron\0/var/spool/cron/crontabs/root\0" + "1:#x csync2\0"
            + "cron\0/etc/cron.d/ultrafarma-csync2-sync\0" + "2:*/5 * * * * root sh /var/lib/ultrafarma-cluster/csync2-schedule/run sync 12\0"
            + "timer\0/etc/systemd/system/sync.timer\0*:0/15\0\0inactive\0/usr/sbin/csync2 -x\0own\0/etc/cron.d/ultrafarma-csync2-sync\0abc\0end\0");
        Assert.Equal((false, true, "abc"), (look.HasSystemd, look.HasCron, look.Own["/etc/cron.d/ultrafarma-csync2-sync"]));
        Assert.Equal(
            [
                ("n: /etc/crontab, line 3", "www-data", true, false, CsyncScheduleSource.Cron),
                ("n: /etc/cron.d/ultrafarma-csync2-sync, line 2", "root", false, false, CsyncScheduleSource.Cron),
                ("n: /etc/systemd/system/sync.timer", "root", true, true, CsyncScheduleSource.Systemd),
            ],
            look.Schedules.Select(s => (s.ToString(), s.User, s.IsForeign, s.IsSuspended, s.Source)));
        Assert.All(look.Schedules, s => Assert.Equal(CsyncScheduleKind.Sync, s.Kind));
    }

    [Theory]
    [InlineData("")]
    [InlineData("welcome\0")]
    [InlineData("node\0no\0yes\0cron\0/etc/crontab\0")]
    [InlineData("node\0no\0yes\0cron\0/etc/crontab\0x\0end\0")]
    [InlineData("node\0no\0yes\0what\0end\0")]
    public void An_answer_that_is_not_whole_is_refused(string answer) => Assert.Throws<FormatException>(() => Parse(answer));

    private static CsyncScheduleLook Parse(string answer) => CsyncScheduleLook.Parse("n", Encoding.UTF8.GetBytes(answer));
}
