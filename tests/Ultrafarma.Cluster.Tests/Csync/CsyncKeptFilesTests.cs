using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Faults;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Csync;

public sealed class CsyncKeptFilesTests
{
    private const string Run = "/ours/20261125T160000Z-0a1b2c";

    private static IReadOnlyList<CsyncKeptFile> Read(params string[] records) =>
        Read([new CsyncBackupFolder("/old", [".2"]), new CsyncBackupFolder("/old/inner", [".4"])], records);

    private static IReadOnlyList<CsyncKeptFile> Read(IReadOnlyList<CsyncBackupFolder> folders, params string[] records)
    {
        var answer = new CsyncKeptFiles("n1", "/ours", folders, host => CsyncPrefixes.Parse("prefix p { on h1: /srv/data; }", host));
        foreach (var field in records.SelectMany(r => r.Split('|')))
        {
            answer.Add(PathText.ToBytes(field));
        }

        return answer.ToResult();
    }

    private static string Show(CsyncKeptFile copy) =>
        $"{copy.Generation} {copy.Path} {copy.Source} {copy.SizeBytes} {copy.Kept.ToUnixTimeSeconds()}{(copy.IsAmbiguous ? " ambiguous" : "")}";

    [Fact]
    public void Counts_each_paths_copies_from_the_newest_whoever_kept_them()
    {
        var copies = Read(
            "H|h1|", "D|/old|", "K|/old/d/a.2|7\t1764086300.5", "K|/old/d/a|8\t1764086400.5", "D|/ours|",
            $"K|{Run}/d/a|9\t1700000000", $"K|{Run}/d/b|1\t1700000001", "end||");
        Assert.Equal(
            ["1 /d/a Module 9 1795622400", "2 /d/a Csync2 8 1764086400", "3 /d/a Csync2 7 1764086300", "1 /d/b Module 1 1795622400"], copies.Select(Show));
        Assert.Equal(Run + "/d/a", copies[0].BackupFile);
        Assert.Equal(1700000000, copies[0].Modified!.Value.ToUnixTimeSeconds());
        Assert.Null(copies[1].Modified);
        Assert.All(copies, c => Assert.Equal("n1", c.Node));
    }

    [Fact]
    public void A_name_that_ends_with_a_number_is_an_older_copy_only_beside_a_newer_one()
    {
        Assert.Equal(["1 /d/log.2 Csync2 1 5"], Read("D|/old|", "K|/old/d/log.2|1\t5", "L|/old/d/log.2|", "end||").Select(Show));
        Assert.Equal(["1 /d/log Csync2 1 9", "2 /d/log Csync2 1 5"], Read("D|/old|", "K|/old/d/log|1\t9", "K|/old/d/log.2|1\t5", "end||").Select(Show));
        Assert.Equal(["1 /d/log Csync2 1 9", "1 /d/log.4 Csync2 1 5"], Read("D|/old|", "K|/old/d/log|1\t9", "K|/old/d/log.4|1\t5", "end||").Select(Show));

        // There is a /d/log.2, too: nobody can say whose copy it is.
        Assert.Equal(
            ["1 /d/log Csync2 1 9", "2 /d/log Csync2 1 5 ambiguous"],
            Read("D|/old|", "K|/old/d/log|1\t9", "K|/old/d/log.2|1\t5", "L|/old/d/log.2|", "end||").Select(Show));
    }

    [Fact]
    public void A_folder_in_a_folder_and_what_is_no_run_of_ours_are_told_apart()
    {
        Assert.Equal(
            ["1 /f Csync2 1 1"],
            Read("D|/old|", "K|/old/inner/f|1\t1", "D|/old/inner|", "K|/old/inner/f|1\t1", "end||").Select(Show));
        Assert.Empty(Read("D|/ours|", "K|/ours/20261125T160000Z-mine/f|1\t1", "K|/ours/20261399T160000Z-0a1b2c/f|1\t1", "K|/ours/x/f|1\t1", "end||"));
    }

    [Fact]
    public void A_path_below_a_prefix_gets_csync2s_name()
    {
        var copies = Read("H|h1|", "D|/old|", "K|/old/srv/data/f|1\t1", "K|/old/srv/database|1\t1", "end||");
        Assert.Equal(["%p%/f", "/srv/database"], copies.Select(c => c.Path));
        Assert.Equal("/srv/data/f", Read("H|h2|", "D|/old|", "K|/old/srv/data/f|1\t1", "end||")[0].Path);
    }

    [Theory]
    [InlineData("D|/old|", "K|/old/f|1\t1")]
    [InlineData("D|/old|", "K|/old/f")]
    [InlineData("D|/other|", "end||")]
    [InlineData("K|/old/f|1", "end||")]
    [InlineData("D|/old|", "K|/old/f|x\t1", "end||")]
    [InlineData("end||", "end||")]
    [InlineData("what|is|that", "end||")]
    public void An_answer_that_is_cut_or_something_else_is_none(params string[] records) =>
        Assert.Throws<FormatException>(() => Read(records));

    [Fact]
    public void The_folders_are_those_of_the_config()
    {
        var config = CsyncConf.Parse("""
            group a { host n1; key /k; include /x; backup-directory /b/; backup-generations 5; }
            group b { host n1; key /k; include /y; backup-directory /b; }
            group c { host n1; key /k; include /z; backup-directory /none; backup-generations 1; }
            group d { host n1; key /k; include /w; }
            """);
        var folder = Assert.Single(CsyncBackupFolder.Of(config));
        Assert.Equal("/b", folder.Path);
        Assert.Equal([".4", ".2"], folder.OlderEndings);
    }

    [Fact]
    public async Task The_script_gives_every_name_as_it_is()
    {
        using var tree = new TempTree();
        var run = $"{tree.Root}/ours/20261125T160000Z-0a1b2c";
        foreach (var folder in new[] { $"{tree.Root}/old", run })
        {
            await Local.RunAsync(
                "mkdir -p \"$1\" && cd \"$1\" && xargs -0 sh -c 'for n; do printf %s \"$n\" >\"./$n\"; done' sh",
                CsyncNodeReader.NulSeparated(Nasty.Names), folder + "/d");
        }

        tree.Write("ours/csync2-config/etc/csync2.cfg/20261125T160000Z-0a1b2c", "no copy of a run");
        var old = new CsyncBackupFolder(tree.Root + "/old", [".2"]);
        var answer = new CsyncKeptFiles("n1", tree.Root + "/ours", [old], _ => CsyncPrefixes.None);
        await using var shell = new LocalShell();
        var command = new CsyncScript(new CsyncSettings()).Make("backups", tree.Root + "/ours", old.Path, tree.Root + "/not there");
        var copies = await CsyncNodeReader.ReadAsync(shell, command, answer, 0, "listing", CancellationToken.None);

        Assert.Equal(
            Nasty.Names.Select(n => "/d/" + n).Order(StringComparer.Ordinal),
            copies.Where(c => c.Source == CsyncBackupSource.Csync2).Select(c => c.Path).Order(StringComparer.Ordinal));
        Assert.Equal(
            Nasty.Names.Select(n => $"{run}/d/{n}").Order(StringComparer.Ordinal),
            copies.Where(c => c.Source == CsyncBackupSource.Module).Select(c => c.BackupFile).Order(StringComparer.Ordinal));
        Assert.All(copies, c => Assert.Equal(PathText.ToBytes(c.Path).Length - "/d/".Length, c.SizeBytes));
    }
}
