using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.CsyncLab;

/// <summary>Get-CsyncBackup and Restore-CsyncFile: what csync2 and we kept, and how it comes back on every node.</summary>
public sealed class BackupTests(CsyncCluster cluster) : CsyncLabTest(cluster)
{
    private const string Folder = "/var/backup/csync2";

    /// <summary>Three versions that APP01 pushed, so that the others keep two of them.</summary>
    private void PushThree(string path)
    {
        Cluster.OnAll($"rm -rf {Folder}/*");
        for (var i = 1; i <= 3; i++)
        {
            Cluster.Write(1, path, $"version {i}\n", 60 - i, "chmod 640 \"$f\"; chown 1999:1998 \"$f\"");
            Lab.On(1, "csync2 -u");
        }
    }

    [Fact]
    public void What_csync2_kept_comes_back_everywhere_and_what_that_replaced_does_too()
    {
        var path = Path("back me up.txt");
        PushThree(path);
        var copies = Host.Run("param($p) Get-CsyncBackup $p", path).As<CsyncKeptFile>();
        Assert.Equal(
            Enumerable.Range(2, 4).SelectMany(n => new[] { $"{Node(n)} 1 {Folder}{path}", $"{Node(n)} 2 {Folder}{path}.2" }),
            copies.Select(c => $"{c.Node} {c.Generation} {c.BackupFile}"));
        Assert.All(copies, c => Assert.Equal((path, 10L, CsyncBackupSource.Csync2, false), (c.Path, c.SizeBytes, c.Source, c.IsAmbiguous)));
        Assert.Equal(2, Host.Run("Get-CsyncBackup */back?me* -Node *APP03").As<CsyncKeptFile>().Count);
        var screen = Host.Render("Get-CsyncBackup");
        Assert.All(screen.Split('\n'), l => Assert.True(l.TrimEnd().Length <= 120, l));

        var before = Cluster.Snapshot();
        Host.Run("param($p) Restore-CsyncFile -Path $p -Confirm:$false", path).AssertError("BackupNotClear");
        Host.Run("Get-CsyncBackup -Node *APP02 | Restore-CsyncFile -Confirm:$false").AssertError("BackupNotClear");
        Host.Run("Get-CsyncBackup -Node *APP02 | Restore-CsyncFile -Generation 3 -Confirm:$false").AssertError("BackupNotFound");
        Host.Run($"Restore-CsyncFile -Path {Path("none")} -Confirm:$false").AssertError("BackupNotFound");
        Host.Run($"Restore-CsyncFile -Path {Path("none")} -Node nowhere -Confirm:$false").AssertTerminating("NodeNotFound");
        Host.Run($"param($p) Restore-CsyncFile -Path $p -Node {Node(2)} -WhatIf", path).AssertNoErrors();
        Assert.Equal(before, Cluster.Snapshot());

        var report = Host.Run("Get-CsyncBackup -Node *APP02 | Restore-CsyncFile -Generation 2 -Confirm:$false").Single<CsyncResolutionReport>();
        AssertAll(report, CsyncResolutionStatus.Resolved, 1);
        Assert.All(Cluster.OnAll($"cat '{path}'; stat -c '%a %u %g' '{path}'"), text => Assert.Equal("version 1\n640 1999 1998\n", text));

        // The version before is kept in our folder, and is the newest copy.
        var result = Host.Run($"param($p) Restore-CsyncFile -Path $p -Node {Node(2)} -PassThru -Confirm:$false", path).Single<CsyncResolution>();
        Assert.Equal((CsyncResolutionStatus.Resolved, Node(2)), (result.Status, result.Winner));
        Assert.All(Cluster.OnAll($"cat '{path}'"), text => Assert.Equal("version 3\n", text));
        Cluster.EndClean();
    }

    [Fact]
    public void A_copy_that_went_away_and_a_node_that_cannot_be_asked_are_errors_and_the_others_are_listed()
    {
        var path = Path("kept.txt");
        PushThree(path);
        Host.Set("copy", Host.Run("Get-CsyncBackup -Node *APP02 | Where-Object Generation -eq 1").Single<CsyncKeptFile>());
        Lab.On(2, $"rm {Folder}{path}");
        var before = Cluster.Trees();
        Assert.Contains("the kept version is gone", Host.Run("$copy | Restore-CsyncFile -Confirm:$false").AssertError("CommandFailed").ToString(), StringComparison.Ordinal);
        Assert.Equal(before, Cluster.Trees());

        // What stood there is kept before anything is put in its place; and what is left of csync2's looks like another file's copy.
        Lab.On(3, "sed -i '/backup-/d' /etc/csync2/csync2.cfg");
        Lab.Stop(5, "sshd");
        var outcome = Host.Run("Get-CsyncBackup");
        Assert.Equal(("Unreachable", Node(5)), (PipelineOutcome.IdOf(Assert.Single(outcome.Errors)), outcome.Errors[0].TargetObject));
        Assert.Equal([(Node(2), path, 1), (Node(2), path + ".2", 1), (Node(4), path, 1), (Node(4), path, 2)],
            outcome.Output.Select(o => Assert.IsType<CsyncKeptFile>(o.BaseObject)).Select(c => (c.Node, c.Path, c.Generation)));
        Host.Run($"param($p) Restore-CsyncFile -Path $p -Node {Node(5)} -Confirm:$false", path).AssertError("Unreachable");
        Host.Run("Get-CsyncBackup -Node nowhere").AssertError("NodeNotFound");
    }

    [Fact]
    public void A_user_who_may_not_look_is_told_so()
    {
        Lab.On(1, $"mkdir -p {CsyncCluster.Kept} && chmod 700 {CsyncCluster.Kept}");
        using var host = new ModuleHost();
        var inventory = Cluster.InventoryWith(($"KeyFile = '{Lab.State}/id_ed25519'; ", ""));
        host.Run("param($p, $c) Connect-WebCluster $p -Credential $c", inventory, Secrets.Credential("deploy", Secrets.Password)).AssertNoErrors();
        host.Run("Get-CsyncBackup -Node *APP01").AssertError("PermissionDenied");
        Cluster.EndClean();
    }
}
