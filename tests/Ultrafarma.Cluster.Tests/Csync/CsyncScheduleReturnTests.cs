using System.Text;
using Ultrafarma.Cluster.Csync;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Csync;

/// <summary>What Unregister-CsyncSchedule -Restore gives back, decided without any node.</summary>
public sealed class CsyncScheduleReturnTests
{
    private const string Home = "/var/lib/ultrafarma-cluster/csync2-schedule\0";
    private const string Own = "own\0/etc/cron.d/ultrafarma-csync2-sync\0x\0own\0/var/lib/ultrafarma-cluster/csync2-schedule/adopted\0x\0";
    private const string Folder = "backup\0" + Home + "/kept\0";
    private const string Kept = Folder + "kept\0" + Home + "/etc/crontab\0*/15 * * * * root csync2 -x # old\0";
    private const string Marked = "cron\0/etc/crontab\0" + "3:#ultrafarma-adopted# */15 * * * * root csync2 -x # old\0";

    [Fact]
    public void A_line_is_given_back_where_it_stands_behind_its_mark()
    {
        var plan = CsyncSchedulePlanner.Unregister(Look(Own + Kept + Marked), CsyncScheduleKind.Sync, restore: true);
        Assert.Equal(["remove", "remove", "edit"], plan.Steps.Select(s => s.Word));
        Assert.Equal(
            "edit 3 54 /etc/crontab\n#ultrafarma-adopted# */15 * * * * root csync2 -x # oldby 33 - -\n*/15 * * * * root csync2 -x # old",
            Encoding.UTF8.GetString(plan.Steps[2].ToBytes()));
        Assert.Equal("remove /etc/cron.d/ultrafarma-csync2-sync and give back /etc/crontab, line 3", plan.Describe());
        Assert.Equal("/kept", plan.Adopted.Backup);
    }

    [Fact]
    public void It_stays_behind_its_mark_when_nobody_wants_it_back() =>
        Assert.DoesNotContain(CsyncSchedulePlanner.Unregister(Look(Own + Kept + Marked), CsyncScheduleKind.Sync).Steps, s => s.Word == "edit");

    [Theory]
    [InlineData(Kept)]
    [InlineData(Kept + "cron\0/etc/crontab\0" + "3:#ultrafarma-adopted# */20 * * * * root csync2 -x # old\0")]
    [InlineData(Kept + "cron\0/etc/cron.d/x\0" + "3:#ultrafarma-adopted# */15 * * * * root csync2 -x # old\0")]
    [InlineData(Folder + "gone\0" + Home + "/kept\0" + Marked)]
    [InlineData("stopped\0" + Home + "old.timer\0")]
    public void What_was_changed_since_is_left_as_it_is_and_so_is_ours(string found)
    {
        var error = Assert.Throws<CsyncScheduleException>(() => CsyncSchedulePlanner.Unregister(Look(Own + found), CsyncScheduleKind.Sync, restore: true));
        Assert.Equal(("AdoptedChanged", "n"), (error.Id, error.Node));
    }

    [Theory]
    [InlineData(Kept + "cron\0/etc/crontab\0" + "3:*/15 * * * * root csync2 -x # old\0")]
    [InlineData(Folder + "kept\0" + Home + "/etc/crontab\0#ultrafarma-suspend# */15 * * * * root csync2 -x\0")]
    [InlineData(Folder + "kept\0" + Home + "/etc/crontab\0#ultrafarma-adopted# */15 * * * * root csync2 -x # old\0" + Marked)]
    [InlineData(Folder + "kept\0" + Home + "/etc/crontab\0*/15 * * * * root resolve_conflito.sh\0")]
    [InlineData(Marked)]
    public void What_runs_again_already_or_was_not_replaced_is_passed_over(string found) =>
        Assert.Empty(CsyncSchedulePlanner.Unregister(Look(Own + found), CsyncScheduleKind.Sync, restore: true).Foreign);

    [Fact]
    public void A_timer_runs_again()
    {
        const string Old = "timer\0/etc/systemd/system/old.timer\0hourly\0\0inactive\0csync2 -x\0";
        var plan = CsyncSchedulePlanner.Unregister(Look(Own + "stopped\0" + Home + "old.timer\0" + Old), CsyncScheduleKind.Sync, restore: true);
        Assert.Equal("start old.timer", $"{plan.Steps[^1].Word} {plan.Steps[^1].Path}");
    }

    private static CsyncScheduleLook Look(string rest) => CsyncScheduleLook.Parse("n", Encoding.UTF8.GetBytes($"node\0yes\0yes\0{rest}end\0"));
}
