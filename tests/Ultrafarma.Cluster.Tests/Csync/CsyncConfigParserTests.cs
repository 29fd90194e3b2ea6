using Ultrafarma.Cluster.Csync;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Csync;

public sealed class CsyncConfigParserTests
{
    [Fact]
    public void Reads_all_that_a_config_says_with_its_lines()
    {
        var config = CsyncConf.Parse(CsyncConf.Sample);
        Assert.Null(config.Problem);
        var group = Assert.Single(config.Groups);
        Assert.Equal(("firewalls-data-dir", 2, "/k", "none", "/var/backup/csync2", 3),
            (group.Group, group.Line, group.Key, group.Auto, group.BackupDirectory, group.BackupGenerations));
        Assert.Equal(["4 n1 False", "5 n2@10.0.0.2 False", "5 n3 True", "5 n4@n4-sync True"], group.Hosts.Select(h => $"{h.Line} {h} {h.IsSlave}"));
        Assert.Equal(["9 /data/www/html/site.br", "10 /data/two words", "10 %p%/x"], group.Includes.Select(p => $"{p.Line} {p}"));
        Assert.Equal(["12 *.tmp"], group.Excludes.Select(p => $"{p.Line} {p}"));
        var action = Assert.Single(group.Actions);
        Assert.Equal((15, "httpd -k graceful %%", "/var/log/a.log", true, false),
            (action.Line, Assert.Single(action.Commands), action.LogFile, action.RunsLocally, action.RunsOnlyLocally));
        Assert.Equal(["25 %p% on n*: /srv", "25 %p% on *: /opt"], config.Prefixes.Select(p => $"{p.Line} {p}"));
        Assert.Equal(["26 nossl * *", "27 ignore uid gid", "28 lock-timeout 30", "29 tempdir /tmp"], config.Settings.Select(s => $"{s.Line} {s}"));
    }

    [Fact]
    public void Reads_files_in_the_midst_of_others_as_one_stream()
    {
        var config = CsyncConf.Parse(
            "group { host n1;\nconfig /a b;\nconfig ;\n}\n", ("/a", "key /k;\n\ninclude /x; # no line end"), ("/b", "exclude /x/y;"));
        Assert.Null(config.Problem);
        Assert.Equal(["/etc/csync2.cfg", "/a", "/b"], config.Files.Select(f => f.Path));
        Assert.Equal(["/a:3 /x", "/b:1 /x/y"], Assert.Single(config.Groups).Patterns.Select(p => $"{p.File}:{p.Line} {p}"));
        Assert.Equal("group_1", config.Groups[0].Group);
    }

    [Fact]
    public void Says_which_file_it_needs_next_and_stops_where_files_go_round()
    {
        var main = CsyncConf.File("/a", "config /a; config /b;"u8.ToArray());
        Assert.Equal("/a", CsyncConfigParser.Parse("n", main, new Dictionary<string, CsyncConfigFile?>(StringComparer.Ordinal)).Missing);
        var (config, missing) = CsyncConfigParser.Parse("n", main, new Dictionary<string, CsyncConfigFile?>(StringComparer.Ordinal) { ["/a"] = main });
        Assert.Null(missing);
        Assert.Equal("/a, line 1: Config includes nested too deeply.", config.Problem!.ToString());
    }

    [Theory]
    [InlineData("group g {\n host a;\n}\n", 1, "every group must have a key.")]
    [InlineData("group g {\n key /k;\n key /k;\n}\n", 3, "a group might only have one key.")]
    [InlineData("group g {\n key /k;\n auto best;\n}\n", 3, "Unknown auto-setting 'best'.")]
    [InlineData("group g {\n key /k;\n include /a\n}\n", 4, "syntax error")]
    [InlineData("prefix p {\n on a: b; }", 2, "Prefix 'b' is not an absolute path.")]
    [InlineData("\nignore foo;", 2, "Unknown 'ignore' porperty: 'foo'.")]
    public void Names_the_first_fault_and_keeps_what_stands_before_it(string text, int line, string message)
    {
        var config = CsyncConf.Parse(text);
        Assert.Equal(new CsyncConfigProblem(CsyncConf.Path, line, message), config.Problem);
        Assert.Equal(text.StartsWith("group", StringComparison.Ordinal) ? 1 : 0, config.Groups.Count);
    }

    [Fact]
    public void Takes_the_last_of_compare_alone_for_a_comparison() =>
        Assert.Equal(
            ["Exclude /z", "Include /a", "Include /b", "Compare /c"],
            CsyncConf.Parse("group g { key /k; exclude /z; compare /a /b /c; compare; }").Groups[0].Patterns.Select(p => $"{p.Kind} {p}"));
}
