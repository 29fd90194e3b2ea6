using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.CsyncLab;

/// <summary>Get-CsyncConfig and the cmdlets that change what it reads, with csync2's own check on the nodes.</summary>
public sealed class ConfigTests(CsyncCluster cluster) : CsyncLabTest(cluster)
{
    private const string Config = "/etc/csync2/csync2.cfg";

    private string Read(int node, string path = Config) => Lab.On(node, $"cat {path}");

    private void AssertNothingLeft(int node) =>
        Assert.Equal("", Lab.On(node, "find /etc/csync2 -name '.*ultrafarma*'; find /tmp -mindepth 2 -path '/tmp/tmp.*/system' 2>/dev/null").Trim());

    [Fact]
    public void Reads_what_the_nodes_have_and_names_the_node_that_cannot_be_asked()
    {
        Lab.Stop(5, "sshd");
        Lab.On(4, $"printf 'group x {{\\n  host;\\n}}\\n' >>{Config}");
        Lab.On(3, $"mv {Config} {Config}.gone");
        var outcome = Host.Run("Get-CsyncConfig");
        Assert.Equal(["CommandFailed", "Unreachable"], outcome.Errors.Select(PipelineOutcome.IdOf).Order(StringComparer.Ordinal));
        var configs = outcome.Output.Select(o => Assert.IsType<CsyncConfig>(o.BaseObject)).ToList();
        Assert.Equal([Node(1), Node(2), Node(4)], configs.Select(c => c.Node));
        Assert.Equal([null, null, $"{Config}, line 20: every group must have a key."], configs.Select(c => c.Problem?.ToString()));
        var group = Assert.Single(configs[0].Groups);
        Assert.Equal(("firewalls-data-dir", "/etc/csync2/chave_cluster.key", "none", 3), (group.Group, group.Key, group.Auto, group.BackupGenerations));
        Assert.Equal(5, group.Hosts.Count);
        foreach (var command in new[] { "", " | ForEach-Object Groups", " | ForEach-Object Files", " | ForEach-Object { $_.Groups[0].Hosts }", " | ForEach-Object { $_.Groups[0].Patterns }" })
        {
            var screen = Host.Render($"Get-CsyncConfig -Node {Node(1)}{command}");
            Assert.All(screen.Split('\n'), l => Assert.True(l.TrimEnd().Length <= 120, l));
            Assert.DoesNotContain("System.", screen, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Changes_its_own_lines_on_all_nodes_and_keeps_what_was_there()
    {
        Lab.On(2, $"chmod 640 {Config}; touch /etc/csync2/csync2.lock");
        var before = Read(2);
        var planned = Host.Run("Add-CsyncHost new01@10.0.0.9 -WhatIf");
        Assert.Empty(planned.AssertNoErrors().Output);
        var results = Host.Run("Add-CsyncHost new01@10.0.0.9").As<CsyncConfigResult>();
        Assert.All(results, r => Assert.Equal((CsyncConfigChangeAction.Changed, null), (r.Action, r.Reason)));
        Assert.Equal(5, results.Count);
        var after = before.Replace("APP05;\n", "APP05;\n    host new01@10.0.0.9;\n", StringComparison.Ordinal);
        Assert.Equal(after, Read(2));
        Assert.Equal("640", Lab.On(2, $"stat -c %a {Config}").Trim());
        Assert.Equal(before, Read(2, results[1].Backup!));

        Assert.Equal(CsyncConfigChangeAction.Unchanged, Host.Run($"Add-CsyncHost NEW01@10.0.0.9 -Node {Node(2)}").Single<CsyncConfigResult>().Action);
        Host.Run($"Get-CsyncConfig -Node {Node(2)} | Add-CsyncPath '*~', '.*' -Exclude").AssertNoErrors();
        Host.Run($"Set-CsyncGroup -Auto younger -Group firewalls-data-dir -Node {Node(2)}").AssertNoErrors();
        Assert.Equal(
            after.Replace("auto none;", "auto younger;", StringComparison.Ordinal)
                .Replace("sphinx.conf;\n", "sphinx.conf;\n    exclude *~;\n    exclude .*;\n", StringComparison.Ordinal),
            Read(2));
        Host.Run($"'*~', '.*' | Remove-CsyncPath -Node {Node(2)}").AssertNoErrors();
        Host.Run($"Set-CsyncGroup -Auto none -Node {Node(2)} -KeepBackups 2").AssertNoErrors();
        Host.Run("(Get-CsyncConfig -Node *APP02).Groups[0].Hosts[5] | Remove-CsyncHost").AssertNoErrors();
        Assert.Equal(before, Read(2));

        // Two were kept, and one came since.
        Assert.Equal("3", Lab.On(2, $"ls {CsyncCluster.Kept}/csync2-config{Config} | wc -l").Trim());
        AssertNothingLeft(2);
    }

    [Fact]
    public void A_file_that_the_config_reads_in_its_midst_is_changed_where_it_lies()
    {
        Lab.On(3, $"cd /etc/csync2 && grep '^    host' csync2.cfg >hosts.cfg && sed -i '/^    host/d; s,^{{,&\\nconfig /etc/csync2/hosts.cfg;,' csync2.cfg");
        var main = Read(3);
        var hosts = Read(3, "/etc/csync2/hosts.cfg");
        var result = Host.Run($"Add-CsyncHost new01 -Node {Node(3)}").Single<CsyncConfigResult>();
        Assert.Equal((CsyncConfigChangeAction.Changed, "/etc/csync2/hosts.cfg"), (result.Action, result.Path));
        Assert.Equal(hosts + "    host new01;\n", Read(3, "/etc/csync2/hosts.cfg"));
        Assert.Equal(main, Read(3));
        var refused = Host.Run($"Remove-CsyncHost {Node(3)} -Node {Node(3)}").AssertError("ConfigNotChanged");
        Assert.Contains("not a member", refused.Exception.Message, StringComparison.Ordinal);
        Assert.Equal(hosts + "    host new01;\n", Read(3, "/etc/csync2/hosts.cfg"));
        AssertNothingLeft(3);
    }

    [Fact]
    public void What_csync2_refuses_is_not_written_and_no_key_leaves_the_node()
    {
        var before = Read(1);
        Assert.Contains("not a member", Host.Run($"Remove-CsyncHost {Node(1)} -Node {Node(1)}").AssertError("ConfigNotChanged").Exception.Message, StringComparison.Ordinal);
        Lab.On(2, "sed -i 's/^./~/' /etc/csync2/chave_cluster.key");
        var error = Host.Run($"Add-CsyncPath /x -Include -Node {Node(2)}").AssertError("ConfigNotChanged");
        Assert.EndsWith("Unallowed character in key file /etc/csync2/chave_cluster.key.", error.Exception.Message.Trim(), StringComparison.Ordinal);
        Lab.On(4, "mkdir -p /run/ultrafarma-cluster && cd /run/ultrafarma-cluster && { flock csync2.config.lock "
            + "sh -c 'echo $$ >holder; exec sleep 60' >/dev/null 2>&1 & while ! [ -s holder ]; do sleep 0.05; done; }");
        Host.Run($"Add-CsyncPath /x -Include -Node {Node(4)}").AssertError("Busy");
        Lab.On(4, "cd /run/ultrafarma-cluster && kill $(cat holder) && rm holder");
        Lab.Fill(5, "etc");
        try
        {
            Assert.Contains("space", Host.Run($"Add-CsyncPath /x -Include -Node {Node(5)}").AssertError("ConfigNotChanged").Exception.Message, StringComparison.OrdinalIgnoreCase);
        }
        finally
        {
            Lab.DrainDisk(5, "etc");
        }

        foreach (var node in new[] { 1, 2, 4, 5 })
        {
            Assert.Equal(before, Read(node));
            AssertNothingLeft(node);
        }
    }

    [Fact]
    public void A_wrong_call_ends_it_and_a_group_that_is_not_clear_is_an_error()
    {
        Host.Run("Add-CsyncHost 'a b'").AssertTerminating("ValueInvalid");
        Host.Run("Add-CsyncPath './x' -Include").AssertTerminating("ValueInvalid");
        Host.Run("Set-CsyncGroup -BackupDirectory here").AssertTerminating("ValueInvalid");
        Host.Run("Add-CsyncPath /x").AssertTerminating("IncludeOrExclude");
        Host.Run("Add-CsyncPath /x -Include -Exclude").AssertTerminating("IncludeOrExclude");
        Host.Run("Set-CsyncGroup").AssertTerminating("NothingToSet");
        Host.Run($"Add-CsyncHost x -Group nowhere -Node {Node(1)}").AssertError("GroupNotFound");
        Lab.On(2, $"echo 'group h {{ key /etc/csync2/chave_cluster.key; }}' >>{Config}");
        Host.Run($"Add-CsyncHost x -Node {Node(2)}").AssertError("GroupAmbiguous");
        Lab.On(2, $"echo '}}' >>{Config}");
        Host.Run($"Add-CsyncHost x -Group h -Node {Node(2)}").AssertError("ConfigInvalid");
        Host.Run("Add-CsyncHost x -Node nowhere").AssertError("NodeNotFound");
    }
}
