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
        Assert.Null(Host.Run(register).Single<CsyncScheduleResult>().Backup);
        Assert.Equal(result.Backup, Host.Run($"Unregister-CsyncSchedule -Node {Node(2)}").Single<CsyncScheduleResult>().Backup);
        Assert.Empty(Host.Run($"Get-CsyncSchedule -Node {Node(2)}").AssertNoErrors().Output);
    }

    [Fact]
    public void What_was_adopted_is_given_back_unless_it_was_changed_since()
    {
        Lab.On(2, "echo '*/15 * * * * root /usr/sbin/csync2 -x  # %old%' >>/etc/crontab; echo '5 * * * * csync2 -x' | crontab -");
        var (before, own) = (Lab.On(2, "cat /etc/crontab"), Lab.On(2, "crontab -l"));
        var unregister = $"Unregister-CsyncSchedule -Restore -Node {Node(2)}";
        Host.Run($"Register-CsyncSchedule -Sync -Adopt -Node {Node(2)}").AssertNoErrors();
        Lab.On(2, "echo '9 9 * * * root later' >>/etc/crontab");
        Assert.Empty(Host.Run(unregister + " -WhatIf").AssertNoErrors().Output);
        var result = Host.Run(unregister).AssertNoErrors().Single<CsyncScheduleResult>();
        Assert.Equal((CsyncScheduleAction.Unregistered, 2), (result.Action, result.Foreign.Count));
        Assert.Equal(before + "9 9 * * * root later\n", Lab.On(2, "cat /etc/crontab"));
        Assert.Equal(own, Lab.On(2, "crontab -l"));
        Assert.All(Host.Run($"Get-CsyncSchedule -Node {Node(2)}").As<CsyncSchedule>(), s => Assert.Equal((true, false), (s.IsForeign, s.IsSuspended)));
        Assert.Equal(CsyncScheduleAction.Unchanged, Host.Run(unregister).Single<CsyncScheduleResult>().Action);

        Host.Run($"Register-CsyncSchedule -Sync -Adopt -Node {Node(2)}").AssertNoErrors();
        Lab.On(2, "sed -i 's#/usr/sbin/csync2 -x#/usr/sbin/csync2 -x -v#' /etc/crontab");
        var changed = Lab.On(2, "cat /etc/crontab");
        Assert.Contains("The file as it was is in /var/backups/", Host.Run(unregister).AssertError("AdoptedChanged").ToString(), StringComparison.Ordinal);
        Assert.Equal(changed, Lab.On(2, "cat /etc/crontab"));
        Assert.False(Host.Run($"Get-CsyncSchedule -Node {Node(2)}").Single<CsyncSchedule>().IsForeign);
        Assert.Equal(CsyncScheduleAction.Unregistered, Host.Run($"Unregister-CsyncSchedule -Node {Node(2)}").Single<CsyncScheduleResult>().Action);
    }

    [Fact]
    public void Cron_and_systemd_fire_it_and_it_never_runs_beside_another()
    {
        Lab.Start(2, "systemd");
        Cluster.Write(1, Path("scheduled.txt"), "new\n");
        Cluster.Write(2, Path("timed.txt"), "timed\n");
        Host.Run($"Register-CsyncSchedule -Sync -Every 1m -Node {Node(1)}, {Node(2)}").AssertNoErrors();
        Lab.Start(1, "cron");
        CsyncCluster.Eventually(
            () => Cluster.On([1, 2], $"cat {Last} 2>/dev/null; true").All(t => t.Contains("rc=0\nby=schedule", StringComparison.Ordinal)), "cron and systemd ran it", 100);
        Lab.Stop(1, "cron");
        Host.Run($"Suspend-CsyncSchedule -Node {Node(2)}").AssertNoErrors();
        Assert.Equal("new", Lab.On(5, $"cat {Path("scheduled.txt")}").Trim());
        Assert.Equal("timed", Lab.On(5, $"cat {Path("timed.txt")}").Trim());
        Assert.Contains("csync2 -x ended with 0", Lab.On(1, "cat /var/log/ultrafarma-csync2.log"), StringComparison.Ordinal);
        Assert.Contains("csync2 -x ended with 0", Cluster.InSystemd(2, "journalctl -t ultrafarma-csync2 -o cat"), StringComparison.Ordinal);
        Assert.Equal("no log\n", Lab.On(2, "ls /var/log/ultrafarma-csync2.log 2>/dev/null || echo no log"));

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
    public void Its_log_is_turned_over_and_the_next_run_writes_into_the_new_one()
    {
        const string Log = "/var/log/ultrafarma-csync2.log";
        Host.Run($"Register-CsyncSchedule -Sync -Node {Node(1)}").AssertNoErrors();
        Lab.On(1, $"yes 'a line of long ago' | head -c 1100000 >{Log}; echo the last of them >>{Log}");
        Assert.Equal("status 0", Lab.On(1, Run).Trim());
        Assert.EndsWith("the last of them\n", Lab.On(1, $"tail -n 1 {Log}.1"), StringComparison.Ordinal);
        Assert.Contains("csync2 -x ended with 0", Assert.Single(CsyncCluster.Lines(Lab.On(1, $"cat {Log}"))), StringComparison.Ordinal);

        // The next time what turns all logs over comes first.
        Lab.On(1, $"printf '%s {{\n rotate 2\n size 10\n create 600 root root\n}}\n' {Log} >/tmp/rotate && chmod 644 /tmp/rotate && logrotate -s /tmp/rotated /tmp/rotate");
        Assert.Equal("", Lab.On(1, $"cat {Log}"));
        Assert.Equal("status 0", Lab.On(1, Run).Trim());
        Assert.All([Log, Log + ".1"], file => Assert.Contains("csync2 -x ended with 0", Assert.Single(CsyncCluster.Lines(Lab.On(1, $"cat {file}"))), StringComparison.Ordinal));
        Assert.EndsWith("the last of them\n", Lab.On(1, $"tail -n 1 {Log}.2"), StringComparison.Ordinal);
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
