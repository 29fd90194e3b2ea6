using System.Text;
using Ultrafarma.Cluster.Csync;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Csync;

/// <summary>What a node needs for a schedule, decided without any node.</summary>
public sealed class CsyncSchedulePlannerTests
{
    private static readonly CsyncScheduleWish Quarter = new(TimeSpan.FromMinutes(15), null, Adopt: true);
    private static readonly CsyncSchedulePlanner Planner = new(new CsyncSettings());

    [Fact]
    public void A_node_with_systemd_gets_a_timer_in_place_of_the_timer_of_others()
    {
        var plan = Planner.Register(Look("yes", "timer\0/etc/systemd/system/old.timer\0hourly\0\0active\0/usr/sbin/csync2 -x\0"), Quarter, 12);
        Assert.Equal(
            ["stop old.timer", "write run", "write settings", "write ultrafarma-csync2-sync.service", "write ultrafarma-csync2-sync.timer", "reload -", "start ultrafarma-csync2-sync.timer"],
            plan.Steps.Select(s => $"{s.Word} {s.Path.Split('/')[^1]}"));
        Assert.Contains("\nOnCalendar=*:0/15\n", Encoding.UTF8.GetString(plan.Steps[4].ToBytes()), StringComparison.Ordinal);
        Assert.Contains("/run sync 12\n", Encoding.UTF8.GetString(plan.Steps[3].ToBytes()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_timer_of_ours_goes_when_cron_is_to_do_it()
    {
        var look = Look("yes", "own\0/etc/systemd/system/ultrafarma-csync2-sync.timer\0x\0own\0/etc/systemd/system/ultrafarma-csync2-sync.service\0x\0");
        var plan = Planner.Register(look, Quarter with { Source = CsyncScheduleSource.Cron }, 0);
        Assert.Equal(["stop", "remove", "remove", "write", "write", "write"], plan.Steps.Select(s => s.Word));
        Assert.Equal(["stop", "remove", "remove", "reload"], CsyncSchedulePlanner.Unregister(look, CsyncScheduleKind.Sync).Steps.Select(s => s.Word));
    }

    [Fact]
    public void A_line_is_changed_only_as_it_was_read()
    {
        var look = Look("no", "cron\0/etc/crontab\0" + "7:#ultrafarma-hold# 5 * * * * root csync2 -x\0");
        var step = CsyncSchedulePlanner.Switch(look.Schedules[0], suspend: true).Steps[0];
        Assert.Equal(
            "edit 7 42 /etc/crontab\n#ultrafarma-hold# 5 * * * * root csync2 -xby 45 - -\n#ultrafarma-suspend# 5 * * * * root csync2 -x",
            Encoding.UTF8.GetString(step.ToBytes()));
        Assert.Empty(CsyncSchedulePlanner.Switch(look.Schedules[0], suspend: false).Steps);
    }

    [Fact]
    public void The_nodes_are_spread_over_a_minute()
    {
        string[] nodes = ["a", "b", "c", "d", "e"];
        Assert.Equal([0, 12, 24, 36, 48], nodes.Select(n => CsyncSchedulePlanner.Delay(nodes, n.ToUpperInvariant())));
        Assert.Equal(0, CsyncSchedulePlanner.Delay(nodes, "x"));
    }

    private static CsyncScheduleLook Look(string systemd, string rest) =>
        CsyncScheduleLook.Parse("n", Encoding.UTF8.GetBytes($"node\0{systemd}\0yes\0{rest}end\0"));
}
