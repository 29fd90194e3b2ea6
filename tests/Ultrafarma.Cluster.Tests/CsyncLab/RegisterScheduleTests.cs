using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.CsyncLab;

/// <summary>Register-, Suspend-, Resume- and Unregister-CsyncSchedule, and what cron then runs.</summary>
public sealed class RegisterScheduleTests(CsyncCluster cluster) : CsyncLabTest(cluster)
{
    private const string Ours = "/etc/cron.d/ultrafarma-csync2-sync";
    private const string Run = "sh /var/lib/ultrafarma-cluster/csync2-schedule/run sync 0; echo \"status $?\"";
    private const string Last = "/var/lib/ultrafarma-cluster/csync2.last";

    protected override void Dispose(bool disposing)
    {
        CsyncCluster.All.ToList().ForEach(n => Lab.Stop(n, "cron"));
        Cluster.OnAll("rm -rf /var/lib/ultrafarma-cluster /var/log/ultrafarma-csync2.log* /run/ultrafarma-cluster");
        base.Dispose(disposing);
    }

    [Fact]
    public void All_nodes_get_one_with_a_second_of_their_own_and_lose_it_again()
    {
        Assert.Empty(Host.Run("Register-CsyncSchedule -Sync -WhatIf").AssertNoErrors().Output);
        Assert.Empty(Host.Run("Get-CsyncSchedule").Output);
        var results = Host.Run("Register-CsyncSchedule -Sync -Every 5m").AssertNoErrors().As<CsyncScheduleResult>();
        Assert.All(results, r => Assert.Equal((CsyncScheduleAction.Registered, Ours), (r.Action, r.File)));
        var schedules = Host.Run("Get-CsyncSchedule").As<CsyncSchedule>();
        Assert.Equal([.. CsyncCluster.All.Select(Node)], schedules.Select(s => s.Node));
        Assert.All(schedules, s => Assert.Equal((false, TimeSpan.FromMinutes(5), "root"), (s.IsForeign, s.Every, s.User)));
        Assert.Equal(["0", "12", "24", "36", "48"], schedules.Select(s => s.Command.Split(' ')[^1]));
        Assert.Equal("644 root", Lab.On(1, $"stat -c '%a %U' {Ours}").Trim());
        Assert.All(
            Host.Run("Register-CsyncSchedule -Sync -Every 5m").As<CsyncScheduleResult>(), r => Assert.Equal(CsyncScheduleAction.Unchanged, r.Action));

        Host.Run("Suspend-CsyncSchedule").AssertNoErrors();
        Assert.All(Host.Run("Get-CsyncSchedule").As<CsyncSchedule>(), s => Assert.True(s.IsSuspended));
        Assert.Equal(CsyncScheduleAction.Unchanged, Host.Run($"Suspend-CsyncSchedule -Node {Node(1)}").Single<CsyncScheduleResult>().Action);
        Host.Run("Get-CsyncSchedule | Resume-CsyncSchedule").AssertNoErrors();
        Assert.All(Host.Run("Get-CsyncSchedule").As<CsyncSchedule>(), s => Assert.False(s.IsSuspended));

        var removed = Host.Run("Unregister-CsyncSchedule").AssertNoErrors().As<CsyncScheduleResult>();
        Assert.All(removed, r => Assert.Equal(CsyncScheduleAction.Unregistered, r.Action));
        Assert.All(Cluster.OnAll("find /etc/cron.d /var/lib/ultrafarma-cluster -type f"), Assert.Empty);
    }

    [Fact]
    public void An_entry_written_by_hand_is_adopted_only_when_asked_for_and_kept()
    {
        Lab.On(2, "echo '*/15 * * * * root /usr/sbin/csync2 -x  # %old%' >>/etc/crontab; echo '9 * * * * root true' >>/etc/crontab");
        var before = Lab.On(2, "cat /etc/crontab");
        var register = $"Register-CsyncSchedule -Sync -Node {Node(2)}";
        Host.Run(register).AssertError("ForeignSchedule");
        Assert.Equal(before, Lab.On(2, "cat /etc/crontab"));

        Lab.On(2, "mkdir -p /run/ultrafarma-cluster && cd /run/ultrafarma-cluster && { flock csync2.lock "
            + "sh -c 'echo $$ >holder; exec sleep 60' >/dev/null 2>&1 & while ! [ -s holder ]; do sleep 0.05; done; }");
        Host.Run(register + " -Adopt").AssertError("Busy");
        Lab.On(2, "cd /run/ultrafarma-cluster && kill $(cat holder) && rm holder");
        Assert.Equal(before, Lab.On(2, "cat /etc/crontab"));

        var result = Host.Run(register + " -Adopt").AssertNoErrors().Single<CsyncScheduleResult>();
        Assert.Equal("/etc/crontab, line", Assert.Single(result.Foreign)[..18]);
        Assert.Equal(before.Replace("*/15", "#ultrafarma-adopted# */15", StringComparison.Ordinal), Lab.On(2, "cat /etc/crontab"));
        Assert.Equal(before, Lab.On(2, $"cat {result.Backup}/etc/crontab"));
        Assert.False(Host.Run($"Get-CsyncSchedule -Node {Node(2)}").Single<CsyncSchedule>().IsForeign);
        Assert.Equal(result.Backup, Host.Run($"Unregister-CsyncSchedule -Node {Node(2)}").Single<CsyncScheduleResult>().Backup);
        Assert.Empty(Host.Run($"Get-CsyncSchedule -Node {Node(2)}").AssertNoErrors().Output);
    }

    [Fact]
    public void Cron_fires_it_and_it_never_runs_beside_another()
    {
        Cluster.Write(1, Path("scheduled.txt"), "new\n");
        Host.Run($"Register-CsyncSchedule -Sync -Every 1m -Node {Node(1)}").AssertNoErrors();
        Lab.Start(1, "cron");
        CsyncCluster.Eventually(() => Lab.On(1, $"cat {Last} 2>/dev/null; true").Contains("rc=0\nby=schedule", StringComparison.Ordinal), "cron ran it", 100);
        Lab.Stop(1, "cron");
        Assert.Equal("new", Lab.On(5, $"cat {Path("scheduled.txt")}").Trim());
        Assert.Contains("csync2 -x ended with 0", Lab.On(1, "cat /var/log/ultrafarma-csync2.log"), StringComparison.Ordinal);

        foreach (var name in new[] { "csync2.lock", "csync2.run.lock" })
        {
            Assert.Equal("status 3", Lab.On(1, $"exec 9>>/run/ultrafarma-cluster/{name}; flock 9; {Run}").Trim());
        }

        Assert.Equal("status 0", Lab.On(1, Run).Trim());
        Lab.Conflict(1, "--dir", "scheduled");
        Assert.Equal("status 1", Lab.On(1, Run).Trim());
        Assert.Contains("rc=1\n", Lab.On(1, $"cat {Last}"), StringComparison.Ordinal);
        Lab.On(1, "sed -i 's/^command=.*/command=gone/' /var/lib/ultrafarma-cluster/csync2-schedule/settings");
        Assert.Equal("status 2", Lab.On(1, Run).Trim());
    }

    [Fact]
    public void A_wrong_call_ends_it_and_a_node_that_is_down_does_not_stop_the_others()
    {
        Host.Run("Register-CsyncSchedule -Sync -Every 7m").AssertTerminating("EveryInvalid");
        Lab.Stop(5, "sshd");
        Host.Run($"Register-CsyncSchedule -Sync -Source Systemd -Node {Node(1)}").AssertError("SchedulerMissing");
        var outcome = Host.Run($"Register-CsyncSchedule -Sync -Node {Node(4)},{Node(5)}");
        Assert.Equal("Unreachable", PipelineOutcome.IdOf(Assert.Single(outcome.Errors)));
        Assert.Equal(Node(4), Assert.IsType<CsyncScheduleResult>(Assert.Single(outcome.Output).BaseObject).Node);
    }
}
