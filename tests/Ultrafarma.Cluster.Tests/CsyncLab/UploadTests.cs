using System.Globalization;
using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.CsyncLab;

/// <summary>Invoke-CsyncUpload: many files uploaded to one node, with and without it.</summary>
public sealed class UploadTests(CsyncCluster cluster) : CsyncLabTest(cluster)
{
    private const int Count = 40;
    private const string Upload = "param($upload) Invoke-CsyncUpload { $upload.Invoke() }";

    protected override void Dispose(bool disposing)
    {
        Cluster.OnAll("rm -rf /var/lib/ultrafarma-cluster");
        base.Dispose(disposing);
    }

    [Fact]
    public void The_runs_of_every_nodes_cron_make_false_conflicts_of_an_upload()
    {
        LeaveSomethingOwed();
        UploadAll("new");
        foreach (var node in CsyncCluster.All)
        {
            Lab.On(node, "csync2 -x >/dev/null 2>&1; true");
        }

        // APP02 changed nothing since its own push: it only owed these files to APP03.
        Assert.Equal(Count, Conflicts().Count);
    }

    [Fact]
    public void With_it_the_same_upload_makes_none()
    {
        LeaveSomethingOwed();
        var crontabs = new CrontabScope(Cluster);
        crontabs.StopCron();
        var report = Host.Run(
            Upload,
            (Action)(() =>
            {
                crontabs.AssertHeld();
                UploadAll("new");
            })).Single<CsyncUploadReport>();
        Assert.Equal((Node(1), Count, 0, 0, true), (report.Node, report.Sent, report.Removed, report.Refused, report.IsInSync));
        Assert.Equal(4 * Count, report.Push.Deliveries.Count);
        Assert.InRange(report.UploadDuration, TimeSpan.FromMilliseconds(1), report.Duration);
        Assert.All(Cluster.OnAll("cat /var/lib/ultrafarma-cluster/csync2.last"), last => Assert.EndsWith("\nrc=0\nby=upload\n", last, StringComparison.Ordinal));
        Assert.All(Host.Run("Get-CsyncStatus").As<CsyncStatus>(), s => Assert.Equal("upload", s.LastRun!.By));
        crontabs.AssertPutBack();
        crontabs.Remove();
        Assert.All(Cluster.OnAll($"cat {CsyncCluster.Site}/up/*"), text => Assert.Equal(Count, CsyncCluster.Lines(text).Count(l => l == "new")));
        Cluster.EndClean();
    }

    [Fact]
    public void Somebody_uploads_and_presses_Enter()
    {
        Assert.Empty(Host.Run("Invoke-CsyncUpload -WhatIf").AssertNoErrors().Output);
        Host.Run("Invoke-CsyncUpload").AssertTerminating("NobodyToAsk");
        Host.TypeWith(() =>
        {
            UploadAll("typed", "typed");
            return "";
        });
        var report = Host.Run($"Invoke-CsyncUpload -Node {Node(1).ToLowerInvariant()}").Single<CsyncUploadReport>();

        // The files, and their folder.
        Assert.Equal((Node(1), Count + 1, true), (report.Node, report.Sent, report.IsInSync));
        Assert.Contains($"Upload to {Node(1)} now", Host.Screen, StringComparison.Ordinal);
        Cluster.EndClean();
    }

    [Fact]
    public void An_upload_that_fails_is_not_pushed_and_the_schedules_go_on()
    {
        var crontabs = new CrontabScope(Cluster);
        crontabs.StopCron();
        var outcome = Host.Run("param($upload) Invoke-CsyncUpload { 'seen at once'; $upload.Invoke(); throw 'the line broke' }", (Action)(() => UploadAll("half", "half")));
        Assert.Contains("the line broke", outcome.Terminating!.ToString(), StringComparison.Ordinal);
        Assert.Contains(outcome.Warnings, w => w.Contains("nothing was pushed", StringComparison.Ordinal));
        Assert.Contains("seen at once", Host.Screen, StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
        crontabs.AssertPutBack();
        crontabs.Remove();
        Assert.Equal([0, 0, 0, 0, 0], Cluster.RowCounts());
        Assert.Equal("absent\n", Cluster.Look(Path("half"))[1]);

        // What is there by then is delivered before the next upload begins.
        Assert.True(Host.Run("Invoke-CsyncUpload { }").Single<CsyncUploadReport>().IsInSync);
        Assert.NotEqual("absent\n", Cluster.Look(Path("half"))[1]);
        Cluster.EndClean();
    }

    [Fact]
    public async Task CtrlC_in_the_upload_ends_it_within_a_second_and_the_schedules_go_on()
    {
        var crontabs = new CrontabScope(Cluster);
        crontabs.StopCron();
        using var running = Host.Start("Invoke-CsyncUpload { while ($true) { } }");
        await running.WaitUntilAsync(r => r.Progress.Any(p => p.StatusDescription == "The upload runs"));
        crontabs.AssertHeld();
        Assert.InRange(await running.StopAsync(), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        crontabs.AssertPutBack();
        crontabs.Remove();
        Cluster.EndClean();
    }

    [Fact]
    public void Goes_on_without_a_node_that_is_down_and_says_so_but_not_without_the_one_that_is_uploaded_to()
    {
        Lab.Stop(5, "sshd");
        var outcome = Host.Run("Invoke-CsyncUpload { }");
        Assert.Equal(["Unreachable", "UploadNotInSync"], outcome.Errors.Select(PipelineOutcome.IdOf));
        var report = Assert.IsType<CsyncUploadReport>(Assert.Single(outcome.Output).BaseObject);
        Assert.Equal(Node(5), Assert.Single(report.AbsentNodes));
        var isRun = false;
        var none = Host.Run($"param($upload) Invoke-CsyncUpload -Node {Node(5)} {{ $upload.Invoke() }}", (Action)(() => isRun = true));
        Assert.Equal(Node(5), none.AssertError("Unreachable").TargetObject);
        Assert.Empty(none.Output);
        Assert.False(isRun);
        Lab.Start(5, "sshd");
    }

    [Fact]
    public async Task A_run_that_does_not_end_within_its_wait_is_left_alone_and_nothing_is_uploaded()
    {
        var crontabs = new CrontabScope(Cluster);
        crontabs.StopCron();
        Lab.On(3, "cp /bin/sleep /tmp/csync2 && { /tmp/csync2 45 >/dev/null 2>&1 & }");
        var isRun = false;
        using var running = Host.Start(Upload, (Action)(() => isRun = true));
        CsyncCluster.Eventually(() => Lab.On(3, "cat /run/ultrafarma-cluster/csync2.lock 2>/dev/null; true").Length > 0, "the schedules are held");
        using (var other = Cluster.Connect())
        {
            var refused = await other.RunAsync($"Register-CsyncSchedule -Sync -Adopt -Node {Node(3)}");
            Assert.Equal(Node(3), refused.AssertError("Busy").TargetObject);
        }

        var outcome = await running.OutcomeAsync();
        var error = outcome.AssertError("Busy");
        Assert.Contains("did not end within 20 s, so nothing was done", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(Node(3), error.TargetObject);
        Assert.InRange(outcome.Elapsed.TotalSeconds, 19, 60);
        Assert.False(isRun);
        Assert.Empty(outcome.Output);
        Assert.NotEqual("", Lab.On(3, "pgrep -fx '/tmp/csync2 45'"));
        crontabs.AssertPutBack();
        crontabs.Remove();
        Lab.On(3, "pkill -fx '/tmp/csync2 45'");
        Cluster.EndClean();
    }

    [Fact]
    public void Where_the_upload_goes_must_be_clear()
    {
        Host.Run("Invoke-CsyncUpload -Node nowhere { }").AssertTerminating("NodeNotFound");
        using var none = Cluster.Connect(("Roles = @('Upload')", "Roles = @()"));
        Assert.Contains("-Node", none.Run("Invoke-CsyncUpload { }").AssertTerminating("UploadNodeUnclear").ToString(), StringComparison.Ordinal);
    }

    /// <summary>APP02 has pushed its changes of the files while APP03 was away, and still owes them to that one.</summary>
    private void LeaveSomethingOwed()
    {
        UploadAll("old");
        Lab.On(1, "csync2 -x");
        Lab.Stop(3, "csync2");
        Lab.On(2, Writing("of APP02") + "; csync2 -x >/dev/null 2>&1; true");
        Lab.Start(3, "csync2");
        Assert.Equal([0, Count, 0, 0, 0], Cluster.RowCounts());
    }

    private void UploadAll(string text, string folder = "up") => Lab.On(1, Writing(text, folder));

    private static string Writing(string text, string folder = "up") =>
        $"mkdir -p {CsyncCluster.Site}/{folder} && cd {CsyncCluster.Site}/{folder} && for i in $(seq {Count.ToString(CultureInfo.InvariantCulture)}); do echo '{text}' >\"file $i\"; done";
}
