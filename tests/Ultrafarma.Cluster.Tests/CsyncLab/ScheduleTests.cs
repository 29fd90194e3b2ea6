using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.CsyncLab;

/// <summary>Get-CsyncSchedule on crontabs that people wrote by hand.</summary>
public sealed class ScheduleTests(CsyncCluster cluster) : CsyncLabTest(cluster)
{
    [Fact]
    public void Finds_what_was_written_by_hand_and_warns_of_two_that_resolve()
    {
        Lab.On(1, "echo '*/15 * * * * root /usr/sbin/csync2 -x' >>/etc/crontab; printf '# csync2\\n@hourly root /usr/local/bin/resolve_conflito.sh\\n' >/etc/cron.d/old");
        Lab.On(2, "echo '#ultrafarma-hold# */5 * * * * csync2 -x # %done%' >/var/spool/cron/crontabs/root; echo '5 * * * * root /root/resolve_conflito.sh' >/etc/cron.d/old");
        Lab.Stop(5, "sshd");
        var outcome = Host.Run("Get-CsyncSchedule");
        Assert.Equal("Unreachable", PipelineOutcome.IdOf(Assert.Single(outcome.Errors)));
        Assert.Contains($"on {Node(1)}, {Node(2)}.", Assert.Single(outcome.Warnings), StringComparison.Ordinal);
        var found = outcome.Output.Select(o => Assert.IsType<CsyncSchedule>(o.BaseObject)).ToList();
        Assert.Equal(
            [
                (Node(1), CsyncScheduleKind.Sync, "/etc/crontab", 15, "/usr/sbin/csync2 -x", false),
                (Node(1), CsyncScheduleKind.Resolve, "/etc/cron.d/old", 60, "/usr/local/bin/resolve_conflito.sh", false),
                (Node(2), CsyncScheduleKind.Resolve, "/etc/cron.d/old", 60, "/root/resolve_conflito.sh", false),
                (Node(2), CsyncScheduleKind.Sync, "/var/spool/cron/crontabs/root", 5, "csync2 -x # %done%", true),
            ],
            found.Select(s => (s.Node, s.Kind, s.File, (int)s.Every!.Value.TotalMinutes, s.Command, s.IsHeld)));
        Assert.All(found, s => Assert.Equal((true, false, "root"), (s.IsForeign, s.IsSuspended, s.User)));

        Assert.Equal(2, Host.Run($"Get-CsyncSchedule Sync -Node {Node(1)},{Node(2)}").As<CsyncSchedule>().Count);
        var screen = Host.Render($"Get-CsyncSchedule -Node {Node(1)}");
        Assert.All(screen.Split('\n'), l => Assert.True(l.TrimEnd().Length <= 120, l));
        Host.Run("Get-CsyncSchedule -Node nowhere").AssertError("NodeNotFound");
    }
}
