using System.Text;
using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Faults;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Csync;

public sealed class CsyncScriptTests
{
    private static readonly CsyncScript Scripts = new(new CsyncSettings());

    [Theory]
    [InlineData("apply")]
    [InlineData("backup")]
    [InlineData("backups")]
    [InlineData("check")]
    [InlineData("checkconfig")]
    [InlineData("checktxt")]
    [InlineData("clock")]
    [InlineData("clockjobs")]
    [InlineData("config")]
    [InlineData("content")]
    [InlineData("facts")]
    [InlineData("folders")]
    [InlineData("glance")]
    [InlineData("hash")]
    [InlineData("hold")]
    [InlineData("lookfiles")]
    [InlineData("oldest")]
    [InlineData("place")]
    [InlineData("push")]
    [InlineData("putconfig")]
    [InlineData("putschedule")]
    [InlineData("readconfig")]
    [InlineData("resolver")]
    [InlineData("rows")]
    [InlineData("runschedule")]
    [InlineData("schedules")]
    [InlineData("status")]
    [InlineData("stop")]
    [InlineData("sync")]
    public async Task Parses_as_posix_shell(string name)
    {
        var script = name switch
        {
            "apply" or "push" => Scripts.MakeWithWords(name),
            "check" => Scripts.MakeWithLast(name),
            "sync" => Scripts.MakeWithWordsAndLast(name),
            "putconfig" or "checkconfig" => Scripts.MakeWithVerdict(name),
            "status" or "glance" => Scripts.MakeWithRowsAndJobs(name),
            _ => Scripts.Make(name),
        };
        Assert.Empty(await Local.RunAsync("exec sh -n", Encoding.UTF8.GetBytes(script.Script)));
    }

    [Fact]
    public void Every_script_of_the_assembly_is_in_that_list()
    {
        var embedded = typeof(CsyncScript).Assembly.GetManifestResourceNames()
            .Where(n => n.Contains(".Csync.Scripts.", StringComparison.Ordinal))
            .Select(n => n.Split('.')[^2])
            .Order(StringComparer.Ordinal);
        Assert.Equal([
            "apply", "backup", "backups", "check", "checkconfig", "checktxt", "clock", "clockjobs", "config", "content", "env", "facts", "folders", "glance", "hash", "hold", "last", "lookfiles", "oldest", "place", "push", "putconfig", "putschedule", "readconfig", "resolver", "rows", "runschedule", "schedules", "status", "stop", "sync", "verdict", "words",
        ], embedded);
    }

    [Fact]
    public async Task Kept_versions_come_back_whatever_their_names()
    {
        using var tree = new TempTree();
        await Local.RunAsync(
            "cd \"$1\" && mkdir src && cd src && xargs -0 sh -c 'for n; do printf %s \"$n\" >\"./$n\"; chmod 640 \"./$n\"; done' sh",
            CsyncNodeReader.NulSeparated(Nasty.Names),
            tree.Root);
        var paths = Nasty.Names.Select(n => $"{tree.Root}/src/{n}").ToList();
        var folder = tree.Root + "/kept 'here'";

        await Local.RunAsync(Scripts.Make("backup", folder) with { Input = CsyncNodeReader.NulSeparated(paths) });
        await Local.RunAsync("rm -rf -- \"$1/src\"", [], tree.Root);
        await Local.RunAsync(Scripts.Make("place") with
        {
            Input = CsyncNodeReader.NulSeparated(paths.SelectMany(p => new[] { folder + p, p })),
        });

        var found = CsyncFileFacts.Parse("n1", await Local.RunAsync(Scripts.Make("facts") with { Input = CsyncNodeReader.NulSeparated(paths) }));
        Assert.Equal(paths.Order(StringComparer.Ordinal), found.Keys.Order(StringComparer.Ordinal));
        Assert.All(found.Values, v => Assert.Equal("640", v.Mode));
        Assert.All(Nasty.Names, n => Assert.Equal(PathText.ToBytes(n).Length, found[$"{tree.Root}/src/{n}"].SizeBytes));
    }

    [Fact]
    public async Task A_version_that_cannot_be_kept_fails_the_whole_backup()
    {
        using var tree = new TempTree();
        var there = tree.Write("there", "x");
        await using var shell = new LocalShell();
        var command = Scripts.Make("backup", tree.Root + "/kept") with { Input = CsyncNodeReader.NulSeparated([there, tree.Root + "/gone"]) };
        var result = await shell.RunAsync(command, CancellationToken.None);
        Assert.NotEqual(0, result.ExitCode);
    }

    [Fact]
    public async Task A_target_that_was_absent_becomes_absent_again()
    {
        using var tree = new TempTree();
        var target = tree.Write("f", "x");
        await Local.RunAsync(Scripts.Make("place") with { Input = CsyncNodeReader.NulSeparated(["-", target]) });
        Assert.False(File.Exists(target));
    }

    [Theory]
    [InlineData("readconfig")]
    [InlineData("putconfig")]
    [InlineData("checkconfig")]
    [InlineData("lookfiles")]
    public async Task Who_may_not_see_the_config_is_told_so(string name)
    {
        using var tree = new TempTree();
        var config = tree.Write("secret/csync2.cfg", "group g { }");
        var scripts = new CsyncScript(new CsyncSettings { ConfigPath = config });
        var (command, input) = name switch
        {
            "putconfig" => (scripts.MakeWithVerdict(name, "put", tree.Root, "s", "1", "me"), $"1\n- - 0 - {config}\n"),
            "checkconfig" => (scripts.MakeWithVerdict(name, "", "1"), $"key\n{config}\n\n"),
            _ => (scripts.Make(name), "\n"),
        };
        const string AsNobody = "exec setpriv --reuid=65534 --regid=65534 --clear-groups sh -c \"$@\"";
        await Local.RunAsync("chmod 755 \"$1\"; chmod 600 \"$1\"/secret/*", [], tree.Root);
        await using var shell = new LocalShell();
        var result = await shell.RunAsync(
            new NodeCommand(AsNobody, [command.Script, "sh", .. command.Arguments]) { Input = Encoding.UTF8.GetBytes(input) }, CancellationToken.None);
        Assert.Equal(NodeErrorKind.PermissionDenied, NodeFailure.FromResult("n1", "trying", result).Kind);
        Assert.Equal("group g { }", await File.ReadAllTextAsync(config));
    }
}
