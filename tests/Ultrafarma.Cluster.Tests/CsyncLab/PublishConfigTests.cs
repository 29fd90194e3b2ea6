using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Tests.Engine;
using Ultrafarma.Cluster.Tests.Faults;
using Xunit;

namespace Ultrafarma.Cluster.Tests.CsyncLab;

/// <summary>Publish-CsyncConfig and New-CsyncKey on real nodes: all nodes' csync2 agree before one gets a file, and no key is ever seen.</summary>
public sealed class PublishConfigTests(CsyncCluster cluster) : CsyncLabTest(cluster)
{
    private const string Config = "/etc/csync2/csync2.cfg";
    private const string Key = "/etc/csync2/chave_cluster.key";
    private const string Both = $"cat {Config} {Key}";

    private static IReadOnlyList<CsyncConfigResult> Results(PipelineOutcome outcome) =>
        [.. outcome.Output.Select(o => Assert.IsType<CsyncConfigResult>(o.BaseObject))];

    private static IReadOnlyList<string> Summary(PipelineOutcome outcome) =>
        [.. Results(outcome).Select(r => $"{r.Action} {r.Node[^5..]} {r.Path}")];

    [Fact]
    public void A_new_key_and_the_config_come_to_all_nodes_and_nobody_sees_the_key()
    {
        var before = Cluster.OnAll(Both);
        var old = Lab.On(2, $"cat {Key}");
        Assert.Equal(Node(2), Host.Run($"New-CsyncKey -Node {Node(2)}").AssertError("KeyExists").TargetObject);
        Assert.Empty(Host.Run($"New-CsyncKey -Node {Node(2)} -Force -WhatIf").AssertNoErrors().Output);
        var made = Host.Run($"New-CsyncKey -Node {Node(2)} -Force").AssertNoErrors().Single<CsyncConfigResult>();
        var key = Lab.On(2, $"cat {Key}");
        Assert.Matches("^[A-Za-z0-9._]{64}\n$", key);
        Assert.NotEqual(old, key);
        Assert.Equal($"600\n600\n{old}", Lab.On(2, $"stat -c %a {Key} {made.Backup}; cat {made.Backup}"));

        Lab.On(2, $"sed -i 's/^    auto none;/    auto first;/' {Config}");
        Lab.On(4, $"chmod 640 {Config}; rm {Key}");
        using var watch = new ProcessWatch(Lab.State, [key.Trim()]);
        var planned = Host.Run($"Publish-CsyncConfig -FromNode {Node(2)} -Key -WhatIf");
        Assert.Equal([$"Unchanged APP02 {Config}", $"Unchanged APP02 {Key}"], Summary(planned.AssertNoErrors()));
        Assert.Equal(before[0], Lab.On(1, Both));
        var outcome = Host.Run($"Publish-CsyncConfig -FromNode {Node(2)} -Key -Verbose");
        var (found, _, seen) = watch.Stop();
        Assert.Empty(found);
        Assert.Contains(seen, s => s.Contains("csync2-config", StringComparison.Ordinal));
        Assert.Equal(
            [
                $"Unchanged APP02 {Config}", $"Unchanged APP02 {Key}",
                .. new[] { 1, 3, 4, 5 }.SelectMany(n => new[] { $"Changed APP0{n} {Config}", $"Changed APP0{n} {Key}" }),
            ],
            Summary(outcome.AssertNoErrors()));
        Assert.Contains(outcome.Verbose, v => v.Contains("+    auto first;", StringComparison.Ordinal));
        Assert.DoesNotContain(key.Trim(), string.Concat(outcome.Verbose) + string.Concat(Results(outcome).Select(r => r.Reason + string.Concat(r.Changes))), StringComparison.Ordinal);
        Assert.All(Cluster.OnAll(Both), text => Assert.Equal(Lab.On(2, Both), text));
        Assert.Equal("640\n600\n", Lab.On(4, $"stat -c %a {Config} {Key}"));
        Assert.All(Cluster.OnAll("find /etc/csync2 -name '.*ultrafarma*'"), Assert.Empty);

        // The keys agree, so csync2 delivers.
        Cluster.Common(Path("with the new key.txt"));
        Assert.Equal(10, Summary(Host.Run($"Publish-CsyncConfig -FromNode {Node(1)} -Key").AssertNoErrors()).Count(s => s.StartsWith("Unchanged", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_one_node_refuses_no_node_gets_and_a_node_that_is_down_is_an_error_of_its_own()
    {
        using var tree = new TempTree();
        Lab.Stop(5, "sshd");
        var before = Cluster.OnAll(Both);
        var text = Lab.On(1, $"cat {Config}");
        var without = tree.Write("csync2.cfg", text.Replace("host CD163820-L-ULTRAFARMA-APP03;", "host new01;", StringComparison.Ordinal));
        var outcome = Host.Run("param($p) Publish-CsyncConfig $p", without);
        Assert.Equal(["ConfigNotChanged", "Unreachable"], outcome.Errors.Select(PipelineOutcome.IdOf).Order(StringComparer.Ordinal));
        Assert.Equal(
            [$"Skipped APP01 {Config}", $"Skipped APP02 {Config}", $"Failed APP03 {Config}", $"Skipped APP04 {Config}"],
            Summary(outcome));
        Assert.Contains("not a member", Results(outcome)[2].Reason, StringComparison.Ordinal);

        Host.Run("param($p) Publish-CsyncConfig $p -Key", without).AssertTerminating("KeyNotFound");
        tree.Write("chave_cluster.key", "~" + new string('x', 63) + "\n");
        var refused = Host.Run($"param($p) Publish-CsyncConfig $p -Key -Node {Node(1)}", tree.Write("csync2.cfg", text)).AssertError("ConfigNotChanged");
        Assert.EndsWith($"Unallowed character in key file {Key}.", refused.Exception.Message.Trim(), StringComparison.Ordinal);
        Assert.Equal(before, Cluster.OnAll(Both));

        Host.Run("param($p) Publish-CsyncConfig $p", tree.Write("bad.cfg", "group {")).AssertTerminating("ConfigInvalid");
        Host.Run("Publish-CsyncConfig /no/such.cfg").AssertTerminating("FileNotRead");
        Host.Run("Publish-CsyncConfig -FromNode nowhere").AssertTerminating("NodeNotFound");
        Assert.Equal("Unreachable", PipelineOutcome.IdOf(Assert.Single(Host.Run($"Publish-CsyncConfig -FromNode {Node(5)}").Errors)));
        Lab.On(1, $"rm {Key}");
        Host.Run($"Publish-CsyncConfig -FromNode {Node(1)} -Key").AssertError("KeyNotFound");

        // A node that has nothing yet gets both.
        Lab.On(4, $"rm {Config} {Key}");
        tree.Write("chave_cluster.key", new string('x', 64) + "\n");
        var created = Host.Run($"param($p) Publish-CsyncConfig $p -Key -Node {Node(2)},{Node(4)}", tree.Write("csync2.cfg", text));
        Assert.All(Results(created).Where(r => r.Node == Node(4)), r => Assert.Equal((CsyncConfigChangeAction.Changed, null), (r.Action, r.Backup)));
    }

    [Fact]
    public void A_key_for_this_machine_is_a_file_that_only_its_owner_reads()
    {
        using var tree = new TempTree();
        var path = tree.Root + "/new.key";
        Assert.Empty(Host.Run("param($p) New-CsyncKey $p -WhatIf", path).AssertNoErrors().Output);
        Assert.False(File.Exists(path));
        Assert.Equal(path, Host.Run("param($p) New-CsyncKey $p", path).AssertNoErrors().Single<CsyncConfigResult>().Path);
        var first = File.ReadAllText(path);
        Assert.Matches("^[A-Za-z0-9._]{64}\n$", first);
        Host.Run("param($p) New-CsyncKey $p", path).AssertTerminating("KeyExists");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        var second = Host.Run("param($p) New-CsyncKey $p -Force", path).AssertNoErrors().Single<CsyncConfigResult>();
        Assert.Equal(first, File.ReadAllText(second.Backup!));
        Assert.NotEqual(first, File.ReadAllText(path));
        Assert.All([path, second.Backup!], f => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(f)));
        Host.Run("New-CsyncKey").AssertTerminating("KeyPlaceMissing");
        Host.Run("New-CsyncKey /no/such/folder/key").AssertTerminating("FileNotWritten");
        Host.Run($"New-CsyncKey here.key -Node {Node(1)}").AssertTerminating("ValueInvalid");
        Host.Run($"New-CsyncKey /no/such/folder/key -Node {Node(1)}").AssertError("CommandFailed");
        Lab.On(3, $"echo 'group b {{ host {Node(3)}; key /etc/csync2/b.key; }}' >>{Config}");
        Host.Run($"New-CsyncKey -Node {Node(3)} -Force").AssertError("KeyAmbiguous");
    }

    [Fact]
    public async Task Ctrl_C_ends_whatever_waits_for_csync2_and_leaves_the_config_as_it_was()
    {
        const string Hang = "mkdir -p /run/uf-hang && printf '#!/bin/sh\\ncase $* in *-H) : >/run/uf-hang/asked; exec sleep 60 ;; esac\\n' "
            + ">/run/uf-hang/csync2 && chmod 755 /run/uf-hang/csync2 && mount --bind /run/uf-hang/csync2 /usr/sbin/csync2";
        Lab.On(1, $"sed -i 's/auto none/auto first/' {Config}");
        var before = Lab.On(2, Both);
        (await Host.RunAsync("Get-CsyncConfig")).AssertNoErrors();
        Lab.On(2, Hang);
        try
        {
            foreach (var command in new[] { $"Add-CsyncHost x -Node {Node(2)}", $"Publish-CsyncConfig -FromNode {Node(1)} -Node {Node(2)}", $"Test-CsyncConfig -Node {Node(2)}" })
            {
                using var running = Host.Start(command);
                await running.WaitUntilAsync(_ => Lab.On(2, "ls /run/uf-hang").Contains("asked", StringComparison.Ordinal));
                Assert.InRange(await running.StopAsync(), TimeSpan.Zero, TimeSpan.FromSeconds(3));
                Assert.True((await running.OutcomeAsync()).Stopped);
                CsyncCluster.Eventually(() => Lab.On(2, "pgrep -fx 'sleep 60'; find /etc/csync2 -name '.*ultrafarma*'; true").Length == 0, "nothing is left of it");
                Lab.On(2, "rm /run/uf-hang/asked");
                Assert.Equal(before, Lab.On(2, Both));
            }
        }
        finally
        {
            Lab.On(2, "umount -l /usr/sbin/csync2");
        }
    }
}
