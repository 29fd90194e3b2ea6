using Ultrafarma.Cluster.Csync;
using Xunit;

namespace Ultrafarma.Cluster.Tests.CsyncLab;

/// <summary>Schedules as timers, on a node where a systemd runs.</summary>
public sealed class SystemdTests(CsyncCluster cluster) : CsyncLabTest(cluster)
{
    private const string Ours = "ultrafarma-csync2-sync";

    protected override void Dispose(bool disposing)
    {
        Lab.Stop(2, "systemd");
        Cluster.OnAll("rm -rf /var/lib/ultrafarma-cluster /etc/systemd/system/ultrafarma-* /etc/systemd/system/old.*");
        base.Dispose(disposing);
    }

    [Fact]
    public void A_timer_takes_the_place_of_another_is_switched_and_gives_the_place_back()
    {
        Lab.Start(2, "systemd");
        Cluster.InSystemd(2, """
            cd /etc/systemd/system
            printf '[Service]\nType=oneshot\nExecStart=/usr/sbin/csync2 -x\n' >old.service
            printf '[Timer]\nOnCalendar=hourly\n[Install]\nWantedBy=timers.target\n' >old.timer
            systemctl daemon-reload; systemctl enable --now old.timer
            """);
        var old = Host.Run($"Get-CsyncSchedule -Node {Node(2)}").Single<CsyncSchedule>();
        Assert.Equal((CsyncScheduleSource.Systemd, true, false), (old.Source, old.IsForeign, old.IsSuspended));
        var register = $"Register-CsyncSchedule -Sync -Every 5m -Node {Node(2)}";
        Host.Run(register).AssertError("ForeignSchedule");
        var result = Host.Run(register + " -Adopt").Single<CsyncScheduleResult>();
        Assert.Equal((CsyncScheduleAction.Registered, $"/etc/systemd/system/{Ours}.timer"), (result.Action, result.File));
        Assert.Equal("inactive active", States("old", Ours));
        Assert.Equal("", Cluster.InSystemd(2, $"cd /etc/systemd/system && systemd-analyze verify {Ours}.timer {Ours}.service 2>&1"));
        Assert.Contains("*:00/5:", Cluster.InSystemd(2, $"systemctl show -p TimersCalendar {Ours}.timer"), StringComparison.Ordinal);
        Assert.Equal(CsyncScheduleAction.Unchanged, Host.Run(register).Single<CsyncScheduleResult>().Action);

        Host.Run($"Suspend-CsyncSchedule -Node {Node(2)}").AssertNoErrors();
        Assert.Equal("inactive inactive", States("old", Ours));
        Host.Run($"Get-CsyncSchedule -Node {Node(2)} | Where-Object IsForeign -eq $false | Resume-CsyncSchedule").AssertNoErrors();
        Assert.Equal("inactive active", States("old", Ours));

        Host.Set("see", (Action)(() => Assert.Equal("inactive inactive", States("old", Ours))));
        Host.Run("Invoke-CsyncUpload { $see.Invoke() }").AssertNoErrors();
        Assert.Equal("inactive active", States("old", Ours));

        Cluster.Write(2, Path("by-service.txt"), "by systemd\n");
        Cluster.InSystemd(2, $"systemctl start {Ours}.service");
        Assert.Equal("by systemd", Lab.On(4, $"cat {Path("by-service.txt")}").Trim());

        Host.Run($"Unregister-CsyncSchedule -Restore -Node {Node(2)}").AssertNoErrors();
        Assert.Equal("active inactive", States("old", Ours));
        Assert.Equal("enabled\n", Cluster.InSystemd(2, "systemctl is-enabled old.timer"));
        Assert.Equal("", Lab.On(2, "find /etc/systemd/system /var/lib/ultrafarma-cluster -name 'ultrafarma-csync2*' -o -path '*/csync2-schedule/*'"));
    }

    private string States(params string[] timers) =>
        Cluster.InSystemd(2, $"systemctl is-active {string.Join(' ', timers.Select(t => t + ".timer"))}; true").Trim().Replace('\n', ' ');
}
