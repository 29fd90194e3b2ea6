using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.CsyncLab;

/// <summary>Register-CsyncSchedule -Resolve, and what cron then runs on the node.</summary>
public sealed class RegisterResolverTests(CsyncCluster cluster) : CsyncLabTest(cluster)
{
    private const string Line = "$(sed -n 's/^.* root //p' /etc/cron.d/ultrafarma-csync2-resolve)";
    private const string Run = Line + "; echo \"status $?\"";
    private const string Program = "/var/lib/ultrafarma-cluster/program/test";
    private const string Inventory = "/etc/ultrafarma-cluster/cluster.psd1";

    protected override void Dispose(bool disposing)
    {
        Cluster.OnAll("rm -rf /var/lib/ultrafarma-cluster /etc/ultrafarma-cluster /var/log/ultrafarma-csync2.log* /run/ultrafarma-cluster "
            + $"{Lab.State}/id_ed25519 {Lab.State}/known_hosts");
        base.Dispose(disposing);
    }

    [Fact]
    public void One_node_resolves_what_is_safe_by_the_clock_and_says_what_is_left()
    {
        using var program = new NodeProgram(Lab, 1);
        Host.Run("Register-CsyncSchedule -Resolve").AssertError("ProgramMissing");
        PutProgram(1, $"exec {program.Program} \"$@\"");
        Lab.On(1, $"mkdir -p /etc/ultrafarma-cluster && echo '@{{ Name = 5 }}' >{Inventory}");
        Host.Run("Register-CsyncSchedule -Resolve").AssertError("InventoryUnusable");
        Put(Lab.Inventory, Inventory);
        Put(Lab.State + "/id_ed25519", Lab.State + "/id_ed25519");
        Put(Lab.State + "/known_hosts", Lab.State + "/known_hosts");

        Host.Run($"Register-CsyncSchedule -Sync -Node {Node(1)}").AssertNoErrors();
        var result = Host.Run("Register-CsyncSchedule -Resolve -Every 1m").AssertNoErrors().Single<CsyncScheduleResult>();
        Assert.Equal((Node(1), CsyncScheduleKind.Resolve, CsyncScheduleAction.Registered), (result.Node, result.Kind, result.Action));
        Assert.Contains(Node(1), Host.Run($"Register-CsyncSchedule -Resolve -Node {Node(2)}").AssertError("ResolverElsewhere").ToString(), StringComparison.Ordinal);

        Lab.Lab("stale", "1");
        Lab.Conflict(1, "--identical", "--dir", "identical");
        Assert.Equal(2, Conflicts().Count);
        // A csync2 -x that cron runs first makes a real conflict of the stale one, which is left to people then.
        Host.Run("Suspend-CsyncSchedule -Kind Sync").AssertNoErrors();
        Lab.Start(1, "cron");
        CsyncCluster.Eventually(
            () => Lab.On(1, "cat /var/log/ultrafarma-csync2.log 2>/dev/null; true").Contains("resolving conflicts ended with 0", StringComparison.Ordinal), "cron ran it", 120);
        Lab.Stop(1, "cron");
        Assert.Contains("conflicts left: 0", Lab.On(1, "cat /var/log/ultrafarma-csync2.log"), StringComparison.Ordinal);
        Assert.Empty(Conflicts());
        Assert.Equal("status 0", Lab.On(1, Run).Trim());

        Lab.Conflict(1, "--dir", "content");
        Assert.Equal("status 1", Lab.On(1, Run).Trim());
        Assert.Equal(CsyncConflictKind.Content, Assert.Single(Conflicts()).Kind);

        Host.Run("Get-CsyncSchedule Resolve | Unregister-CsyncSchedule").AssertNoErrors();
        Assert.Equal(CsyncScheduleKind.Sync, Host.Run("Get-CsyncSchedule").Single<CsyncSchedule>().Kind);
        Assert.Equal("", Lab.On(1, "ls -d /var/lib/ultrafarma-cluster/csync2-resolve/* 2>/dev/null; true"));
    }

    [Fact]
    public void It_never_runs_beside_another_and_what_was_written_by_hand_is_adopted_only_when_asked_for()
    {
        Lab.On(2, "echo '*/15 * * * * root /root/resolve_conflito.sh' >>/etc/crontab");
        var before = Lab.On(2, "cat /etc/crontab");
        var register = $"Register-CsyncSchedule -Resolve -Every 1m -Node {Node(2)}";
        Assert.Contains("-Foreign", Host.Run("Register-CsyncSchedule -Resolve").AssertError("ResolverElsewhere").ToString(), StringComparison.Ordinal);
        PutProgram(2, "exit 0");
        Host.Run(register).AssertError("InventoryMissing");
        Lab.On(2, $"mkdir -p /etc/ultrafarma-cluster && touch {Inventory}");
        Host.Run(register).AssertError("ForeignSchedule");
        Assert.Equal(before, Lab.On(2, "cat /etc/crontab"));

        var result = Host.Run(register + " -Adopt").AssertNoErrors().Single<CsyncScheduleResult>();
        Assert.Equal(before.Replace("*/15", "#ultrafarma-adopted# */15", StringComparison.Ordinal), Lab.On(2, "cat /etc/crontab"));
        Assert.Equal(before, Lab.On(2, $"cat {result.Backup}/etc/crontab"));
        Assert.Equal(result.Backup, Host.Run($"Unregister-CsyncSchedule -Node {Node(2)} -Kind Resolve").Single<CsyncScheduleResult>().Backup);
        Host.Run(register).AssertNoErrors();

        // What Resolve-CsyncConflict waits for must not keep this from starting, and what it holds must.
        Assert.Equal("status 0", Lab.On(2, $"exec 9>>/run/ultrafarma-cluster/csync2.run.lock; flock 9; {Run}").Trim());
        foreach (var name in new[] { "csync2.lock", "csync2.resolve.lock" })
        {
            Assert.Equal("status 3", Lab.On(2, $"exec 9>>/run/ultrafarma-cluster/{name}; flock 9; {Run}").Trim());
        }

        PutProgram(2, "exit 134");
        Assert.Equal("status 2", Lab.On(2, Run).Trim());
    }

    [Fact]
    public void A_wrong_call_ends_it_and_a_node_that_cannot_say_stops_it()
    {
        Host.Run($"Register-CsyncSchedule -Resolve -Node {Node(1)},{Node(2)}").AssertTerminating("OneNodeOnly");
        Host.Run("Register-CsyncSchedule -Resolve -InventoryPath cluster.psd1").AssertTerminating("InventoryPathInvalid");
        Lab.Stop(5, "sshd");
        var outcome = Host.Run("Register-CsyncSchedule -Resolve");
        Assert.Equal(["Unreachable", "OthersUnknown"], outcome.Errors.Select(PipelineOutcome.IdOf));
        Assert.Empty(outcome.Output);
    }

    private void PutProgram(int node, string command) => Lab.On(
        node, $"mkdir -p {Program} && printf '#!/bin/sh\\n%s\\n' '{command}' >{Program}/ufcluster && chmod 755 {Program}/ufcluster");

    private void Put(string file, string place) => Lab.On(
        1, $"mkdir -p {System.IO.Path.GetDirectoryName(place)} && echo {Convert.ToBase64String(File.ReadAllBytes(file))} | base64 -d >{place} && chmod 600 {place}");
}
