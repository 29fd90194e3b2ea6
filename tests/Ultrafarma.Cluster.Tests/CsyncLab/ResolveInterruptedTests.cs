using System.Diagnostics;
using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.CsyncLab;

/// <summary>Resolve-CsyncConflict stopped, killed, or run twice at once, with real cron beside it.</summary>
public sealed class ResolveInterruptedTests(CsyncCluster cluster) : CsyncLabTest(cluster)
{
    private static readonly string s_resolve = $"Get-CsyncConflict | Resolve-CsyncConflict -Winner {LabFixture.Node(1)} -Confirm:$false";

    [Fact]
    public async Task Schedules_are_held_meanwhile_and_a_second_run_is_told_who_works()
    {
        Lab.Conflict(10);
        var crontabs = new CrontabScope(Cluster);
        Lab.Slow(2, 200);
        using var running = Host.Start(s_resolve);
        await running.WaitUntilAsync(ResolveFaultTests.IsPushing);
        crontabs.AssertHeld();
        using (var other = Cluster.Connect())
        {
            var busy = (await other.RunAsync(s_resolve)).AssertError("Busy");
            Assert.Contains($"process {Environment.ProcessId}", busy.ToString(), StringComparison.Ordinal);
            Assert.Contains(Environment.UserName + "@", busy.ToString(), StringComparison.Ordinal);
        }

        Assert.False(running.IsCompleted);
        AssertAll((await running.OutcomeAsync()).Single<CsyncResolutionReport>(), CsyncResolutionStatus.Resolved, 10);
        crontabs.AssertPutBack();
        crontabs.StopCron();

        // After an error, too.
        Lab.Slow(2, 0);
        Lab.Conflict(1, "--dir", "again");
        Lab.Fill(4, "backup");
        Assert.Single((await Host.RunAsync(s_resolve)).Errors);
        crontabs.AssertPutBack();
        Lab.DrainDisk(4, "backup");
        AssertAll(Resolve($"-Winner {Node(1)}"), CsyncResolutionStatus.Resolved, 1);
        crontabs.Remove();
        Cluster.EndClean();
    }

    [Fact]
    public async Task Ctrl_C_during_the_push_returns_at_once_and_leaves_neither_holds_nor_force_marks()
    {
        Lab.Conflict(20);
        var crontabs = new CrontabScope(Cluster);
        Lab.Slow(2, 200);
        using var running = Host.Start(s_resolve);
        await running.WaitUntilAsync(ResolveFaultTests.IsPushing);
        CsyncCluster.Eventually(() => Cluster.ForcedCounts()[0] > 0, "something is forced");
        Assert.InRange(await running.StopAsync(), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.True((await running.OutcomeAsync()).Stopped);

        crontabs.AssertPutBack();
        crontabs.StopCron();
        CsyncCluster.Eventually(() => Cluster.ForcedCounts().Sum() == 0, "no force mark is left");
        CsyncCluster.Eventually(
            () => Lab.On(1, "pgrep -a csync2 | grep -c ' -u'; ls /tmp | grep -c '^tmp\\.'; true") == "0\n0\n", "nothing of the push is left");
        Lab.Slow(2, 0);
        var left = Conflicts();
        Assert.NotEmpty(left);
        AssertAll(Resolve($"-Winner {Node(1)}"), CsyncResolutionStatus.Resolved, left.Count);
        Lab.On(1, "csync2 -u");
        Assert.All(Cluster.OnAll($"cat {CsyncCluster.Site}/upload/* | grep -c 'written by 01'"), n => Assert.Equal("20\n", n));
        crontabs.Remove();
        Cluster.EndClean();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Ctrl_C_returns_at_once_also_when_the_winner_or_a_loser_was_just_cut_off(int node)
    {
        Lab.Conflict(20);
        Lab.Slow(2, 200);
        using var running = Host.Start(s_resolve);
        await running.WaitUntilAsync(ResolveFaultTests.IsPushing);
        Lab.Cut(node);
        Assert.False(running.IsCompleted);
        Assert.InRange(await running.StopAsync(), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.True((await running.OutcomeAsync()).Stopped);
    }

    [Fact]
    public void A_process_that_is_killed_in_the_middle_loses_nothing_and_the_next_one_ends_the_job()
    {
        Lab.Conflict(20);
        var crontabs = new CrontabScope(Cluster);
        Lab.Slow(2, 200);
        var script = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"uf-{Guid.NewGuid():N}.ps1");
        File.WriteAllText(script, $"Connect-WebCluster '{Lab.Inventory}' | Out-Null\n{s_resolve}\n");
        using (var process = Process.Start(Repository.Ufcluster, ["-File", script]))
        {
            // A process that starts, connects and looks over a slow link may take its time on a busy machine.
            CsyncCluster.Eventually(() => Cluster.ForcedCounts()[0] > 0, "something is forced", 30);
            crontabs.AssertHeld();
            process.Kill();
            process.WaitForExit();
        }

        File.Delete(script);
        crontabs.AssertPutBack();
        crontabs.StopCron();
        Lab.Slow(2, 0);
        CsyncCluster.Eventually(() => Cluster.ForcedCounts().Sum() == 0, "no force mark is left", 30);
        var found = Conflicts();
        if (found.Count > 0)
        {
            AssertAll(Resolve($"-Winner {Node(1)}"), CsyncResolutionStatus.Resolved, found.Count);
        }

        Lab.On(1, "csync2 -u");
        Assert.All(Cluster.OnAll($"cat {CsyncCluster.Site}/upload/* | grep -c 'written by 01'"), n => Assert.Equal("20\n", n));
        Assert.All(Cluster.On([2, 3, 4, 5], $"cat {CsyncCluster.Kept}/*{CsyncCluster.Site}/upload/* | grep 'written by' | sort -u | wc -l"), n => Assert.Equal("1\n", n));
        crontabs.Remove();
        Cluster.EndClean();
    }
}
