using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Engine;
using Ultrafarma.Cluster.Tests.Faults;
using Xunit;

namespace Ultrafarma.Cluster.Tests.CsyncLab;

/// <summary>Test-CsyncConfig against real servers, each broken in its own way.</summary>
public sealed class TestConfigTests(CsyncCluster cluster) : CsyncLabTest(cluster)
{
    private const string Folder = "/etc/csync2";

    private static IReadOnlyList<string> Found(PipelineOutcome outcome) =>
        [.. outcome.Output.Select(o => Assert.IsType<CsyncConfigFinding>(o.BaseObject)).Select(f => $"{f.Severity} {f.Node[^5..]} {f.File}:{f.Line} {f.Message}")];

    /// <summary>The lab's sample lacks a folder on purpose.</summary>
    private void AllIsWell() => Cluster.OnAll("mkdir -p /data/www/html/sphinx/etc");

    [Fact]
    public void Nothing_is_said_where_all_is_well_and_everything_that_is_broken_is_found()
    {
        AllIsWell();
        var good = Host.Run("Test-CsyncConfig -Verbose").AssertNoErrors();
        Assert.Empty(good.Output);
        Assert.Contains(good.Verbose, v => v.StartsWith("Nothing was found against csync2's config on " + Node(1), StringComparison.Ordinal));

        var key = Lab.On(2, $"cat {Folder}/chave_cluster.key").Trim();
        Lab.On(1, $"chmod 644 {Folder}/chave_cluster.key; rm -r /var/backup/csync2; touch {Folder}/csync2.lock");
        Lab.On(2, $"cd {Folder} && rm chave_cluster.key && csync2 -k chave_cluster.key; rm -r /data/www/html/sphinx/etc");
        Lab.On(3, $"cd {Folder} && echo 'group two {{ host nowhere.invalid; key {Folder}/short; include /data/x; }}' >>csync2.cfg && echo abc >short");
        Lab.Stop(4, "csync2");
        Lab.On(4, $"sed -i 's/APP05;/APP05 nowhere.invalid;/' {Folder}/csync2.cfg");
        Lab.Cut(5);
        var outcome = Host.Run("Test-CsyncConfig");
        Assert.Equal("Unreachable", PipelineOutcome.IdOf(Assert.Single(outcome.Errors)));
        var found = Found(outcome);
        string[] expected =
        [
            $"Warning APP01 {Folder}/csync2.cfg:9 The key file {Folder}/chave_cluster.key can be read by others than its owner (mode 644).",
            $"Error APP01 {Folder}/csync2.cfg:17 The backup directory /var/backup/csync2 is no folder here",
            $"Error APP01 {Folder}/csync2.lock: csync2 is switched off",
            $"Error APP02 {Folder}/csync2.cfg:9 The key of the group firewalls-data-dir is not the same as on {Node(1)}, {Node(3)}, {Node(4)}",
            $"Warning APP02 {Folder}/csync2.cfg:12 The folder /data/www/html/sphinx/etc is missing here",
            $"Error APP03 {Folder}/csync2.cfg:20 The key file {Folder}/short is too short: 3 characters",
            $"Info APP03 {Folder}/csync2.cfg:20 The group two has no host cd163820-l-ultrafarma-app03",
            $"Warning APP03 {Folder}/csync2.cfg: {Folder}/csync2.cfg is not the same as on {Node(1)}, {Node(2)}.",
            $"Warning APP04 {Folder}/csync2.cfg: {Folder}/csync2.cfg is not the same as on {Node(1)}, {Node(2)}.",
            $"Error APP04 {Folder}/csync2.cfg:7 The name nowhere.invalid cannot be resolved here.",
            "Error APP04 : csync2 does not answer at cd163820-l-ultrafarma-app04, port 30865",
            "Error APP05 : csync2 does not answer at cd163820-l-ultrafarma-app05, port 30865",
        ];
        Assert.All(expected, e => Assert.Contains(found, f => f.StartsWith(e, StringComparison.Ordinal)));
        Assert.Equal(expected.Length, found.Count);
        Assert.DoesNotContain(found, f => f.Contains(key, StringComparison.Ordinal));
        var screen = Host.Render($"Test-CsyncConfig -Node {Node(1)}");
        Assert.All(screen.Split('\n'), l => Assert.True(l.TrimEnd().Length <= 120, l));
        Assert.All(Cluster.On([1, 2, 3, 4], "find /tmp -mindepth 2 -path '/tmp/tmp.*/system' 2>/dev/null"), Assert.Empty);
    }

    [Fact]
    public void A_local_file_is_looked_at_in_place_of_the_nodes_own()
    {
        using var tree = new TempTree();
        AllIsWell();
        var text = Lab.On(1, $"cat {Folder}/csync2.cfg");
        var bad = tree.Write("bad.cfg", text.Replace("auto none;", "auto best;", StringComparison.Ordinal));
        var other = tree.Write("other.cfg", text.Replace("host CD163820-L-ULTRAFARMA-APP02;", "", StringComparison.Ordinal));
        Assert.Empty(Host.Run("param($p) Test-CsyncConfig -Path $p", tree.Write("same.cfg", text)).AssertNoErrors().Output);
        Assert.Equal(
            [$"Error APP01 {bad}:15 csync2 refuses the config: Unknown auto-setting 'best'."],
            Found(Host.Run($"param($p) Test-CsyncConfig $p -Node {Node(1)}", bad)).Select(f => f.Replace("(use one of: none, first, younger, older, bigger, smaller, left, right)", "", StringComparison.Ordinal)));
        Assert.Equal(
            [$"Error APP02 {other}:1 The group firewalls-data-dir has no host cd163820-l-ultrafarma-app02, so csync2 passes over it here and refuses to run."],
            Found(Host.Run("param($p) Test-CsyncConfig $p", other).AssertNoErrors()));
        Assert.Equal(text, Lab.On(1, $"cat {Folder}/csync2.cfg"));
        Host.Run("Test-CsyncConfig /no/such.cfg").AssertTerminating("FileNotRead");
        Host.Run("Test-CsyncConfig -Node nowhere").AssertError("NodeNotFound");
    }
}
