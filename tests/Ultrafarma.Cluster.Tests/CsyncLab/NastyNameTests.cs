using System.Text;
using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;
using Xunit;

namespace Ultrafarma.Cluster.Tests.CsyncLab;

/// <summary>File names that whoever uploads can choose: each is listed as it is and resolved, and none gets another file forced.</summary>
public sealed class NastyNameTests(CsyncCluster cluster) : CsyncLabTest(cluster)
{
    private const string Folder = CsyncCluster.Site + "/names";

    // Folders of that name: through `csync2 -M` the file in them prints a second row, one for index.html.
    private const string Forging = "a\nchary\tcd163820-l-ultrafarma-app02\tcd163820-l-ultrafarma-app01\t" + CsyncCluster.Site + "/index.html";

    private static readonly string[] s_names =
    [
        "with space", " leading and trailing ", "tab\there", "line\nfeed", "\n", "ends\n", "single'quote", "double\"quote", "$(touch /tmp/pwned)",
        "`touch /tmp/pwned`", "; touch /tmp/pwned #", "%", "%41", "%25", "100%", "back\\slash", "\\n", "-n", "--help", "-rf", "*", "?", "[a]", "[",
        "a{b,c}", "~", "!x", "&", "|", "<in>", "a=b", "$HOME", "${x}", "#hash", "sphinx.conf", "ção-é-日本-🐘.png", "\u202Egnp.exe", "\u001b[31mred",
        PathText.FromBytes([0x66, 0xFF, 0xFE, 0x80]), PathText.FromBytes([0xC3, 0x28]), new string('x', 200), "a\tb\nc d", "\u0001\u007f",
    ];

    [Fact]
    public void Every_name_is_listed_as_it_is_and_resolved()
    {
        MakeConflicts([1, 2], s_names);
        var conflicts = Conflicts();
        Assert.Equal(
            s_names.Select(n => $"{Folder}/{n}").Order(StringComparer.Ordinal),
            Files(conflicts).Select(c => c.Path).Order(StringComparer.Ordinal));
        Assert.All(conflicts, c => Assert.DoesNotContain(c.DisplayPath, char.IsControl));
        Assert.All(Files(conflicts), c => Assert.Equal((CsyncConflictKind.Content, Node(2)), (c.Kind, c.Newest)));
        Assert.Equal(s_names.Length, Host.Run("Get-CsyncPending -Node *APP02").As<CsyncPending>().Select(p => p.Path).Intersect(s_names.Select(n => $"{Folder}/{n}")).Count());

        AssertAll(Resolve($"-Winner {Node(2)}"), CsyncResolutionStatus.Resolved, conflicts.Count);
        var want = Cluster.On(2, Contents(Folder));
        Assert.Equal(2 * s_names.Length, want.Count(c => c == '\0'));
        Assert.All(Cluster.OnAll(Contents(Folder)), got => Assert.Equal(want, got));

        // What lost is kept under its own name.
        Assert.Equal(want.Replace("node 2", "node 1", StringComparison.Ordinal), Lab.On(1, Contents($"{CsyncCluster.Kept}/*{Folder}")));
        Assert.All(Cluster.OnAll("ls /tmp/pwned /root/pwned /pwned 2>/dev/null; true"), Assert.Empty);
        Cluster.AssertClean();
    }

    [Fact]
    public void A_name_that_forges_a_row_gets_no_other_file_forced()
    {
        // index.html is pending on APP01 for APP02, and APP02 has an edit of its own that csync2 has not noticed yet.
        Cluster.Write(1, Path("index.html"), "edit of APP01\n");
        Lab.On(2, $"printf 'unnoticed edit of APP02\\n' >{Path("index.html")}");
        MakeConflicts([1, 2], [Forging]);
        Lab.On(2, $"sqlite3 /var/lib/csync2/$(hostname | tr A-Z a-z).db3 \"delete from dirty where filename like '%index.html' and filename not like '%names%'\"");
        Assert.Contains(
            "cd163820-l-ultrafarma-app02\tcd163820-l-ultrafarma-app01\t" + Path("index.html"), CsyncCluster.Lines(Lab.On(2, "csync2 -M")).Select(l => l.Replace("chary\t", "", StringComparison.Ordinal)));
        var before = Cluster.Look(Path("index.html"));

        Assert.Equal([Folder + "/" + Forging], Files(Conflicts()).Select(c => c.Path));
        Assert.DoesNotContain(Host.Run("Get-CsyncPending -Node *APP02").As<CsyncPending>(), p => p.Path == Path("index.html"));
        var report = Resolve($"-Winner {Node(2)}");
        Assert.Equal(report.Results.Count, report.Resolved);
        Assert.Equal(before, Cluster.Look(Path("index.html")));
        Assert.Equal(4, Cluster.Rows(1).Count(r => r.StartsWith("0 ", StringComparison.Ordinal) && r.EndsWith("/index.html", StringComparison.Ordinal)));
        Assert.Equal([0, 0, 0, 0, 0], Cluster.ForcedCounts());
    }

    [Fact]
    public void Without_sqlite3_a_name_with_a_newline_is_an_error_of_that_node_and_nothing_is_forced()
    {
        MakeConflicts([1, 2], [Forging, "plain"]);
        Cluster.HideSqlite(2);
        var outcome = Host.Run("Get-CsyncConflict -OutVariable found");
        Assert.Contains("newline or tab", outcome.AssertError("ToolMissing").ToString(), StringComparison.Ordinal);
        Assert.Equal(Node(2), outcome.Errors[0].TargetObject);
        Cluster.ShowSqlite(2);
        var before = Cluster.Snapshot();
        Host.Set("found", Host.Run("Get-CsyncConflict -Path */plain").As<CsyncConflict>());
        Cluster.HideSqlite(2);
        var asWinner = Host.Run($"$found | Resolve-CsyncConflict -Winner {Node(2)} -Confirm:$false").Single<CsyncResolutionReport>();
        Cluster.ShowSqlite(2);
        AssertAll(asWinner, CsyncResolutionStatus.Skipped, 1);
        Assert.Equal(before, Cluster.Snapshot());

        // As a loser its version, which nobody could look at, stays.
        Cluster.HideSqlite(2);
        Host.Run($"$found | Resolve-CsyncConflict -Winner {Node(1)} -Confirm:$false");
        Cluster.ShowSqlite(2);
        Assert.Equal("node 2", Lab.On(2, $"cat {Folder}/plain"));
        Assert.Equal("node 1", Lab.On(1, $"cat {Folder}/plain"));
        Assert.Equal([0, 0, 0, 0, 0], Cluster.ForcedCounts());
    }

    [Fact]
    public void Without_sqlite3_the_rest_works_the_same()
    {
        string[] names = ["with space", "%41", "back\\slash", "ção-日本", "$(touch /tmp/pwned)", "-n", PathText.FromBytes([0x66, 0xFF, 0x80])];
        MakeConflicts([1, 2, 4], names);
        Lab.Conflict(2, "--delete");
        Cluster.HideSqlite(2);
        Cluster.HideSqlite(4);
        var conflicts = Conflicts();
        Assert.Equal(names.Length, conflicts.Count(c => c.Kind == CsyncConflictKind.Content));
        Assert.Equal(2, conflicts.Count(c => c.Kind == CsyncConflictKind.DeletedAndChanged));
        AssertAll(Resolve($"-Winner {Node(2)}"), CsyncResolutionStatus.Resolved, conflicts.Count);
        Assert.Empty(Conflicts());
        var want = Cluster.On(2, Contents(Folder));
        Assert.All(Cluster.OnAll(Contents(Folder)), got => Assert.Equal(want, got));
        Cluster.ShowSqlite(2);
        Cluster.ShowSqlite(4);
        Cluster.EndClean();
    }

    [Fact]
    public void A_prefix_is_listed_as_csync2_names_it_and_resolved()
    {
        Cluster.OnAll("""
            cp -p /etc/csync2/csync2.cfg /run/csync2.cfg
            { echo 'prefix data { on *: /data/www/html/ultrastores.com.br; }'
              sed 's,include /data/www/html/ultrastores.com.br;,include %data%;,' /run/csync2.cfg; } >/etc/csync2/csync2.cfg
            csync2 -cIr /
            """);
        for (var node = 1; node <= 3; node++)
        {
            Lab.On(node, $"echo version {node} >'{Path("pre fix%.txt")}'; csync2 -cr /");
        }

        var conflict = Assert.Single(Conflicts());
        Assert.Equal(("%data%/pre fix%.txt", CsyncConflictKind.Content), (conflict.Path, conflict.Kind));
        var report = Resolve($"-Winner {Node(3)}");
        AssertAll(report, CsyncResolutionStatus.Resolved, 1);
        Assert.All(Cluster.OnAll($"cat '{Path("pre fix%.txt")}'"), text => Assert.Equal("version 3\n", text));
        Assert.Equal($"{CsyncCluster.Kept}/{report.BackupDirectory!.Split('/')[^1]}{Path("pre fix%.txt")}", report.Results[0].Backups[0].Path);
        Cluster.AssertClean();
    }

    private static IEnumerable<CsyncConflict> Files(IEnumerable<CsyncConflict> conflicts) =>
        conflicts.Where(c => c.Versions.Any(v => v.Type == CsyncFileType.File));

    private void MakeConflicts(IReadOnlyList<int> nodes, IEnumerable<string> names)
    {
        var all = names.ToList();
        foreach (var node in nodes)
        {
            var script = new StringBuilder($"mkdir -p {Folder} && cd {Folder} && w() {{ f=$(printf \"$1.\"); f=${{f%.}}; case $f in */*) mkdir -p \"./${{f%/*}}\";; esac; printf 'node {node}' >\"./$f\"; touch -d @{1700000000 + node} \"./$f\"; }}\n");
            foreach (var name in all)
            {
                script.Append("w '").Append(CsyncCluster.Octal(PathText.ToBytes(name))).Append("'\n");
            }

            Lab.On(node, script.Append("csync2 -cr ").Append(CsyncCluster.Site).ToString());
        }
    }

    /// <summary>A name in hex and the file's content, each ended by NUL.</summary>
    private static string Contents(string folder) =>
        $"cd {folder} && find . -type f -print0 | sort -z | xargs -0 sh -c 'for f; do printf %s \"$f\" | od -An -v -tx1 | tr -d \" \\n\"; printf \"\\0\"; cat \"$f\"; printf \"\\0\"; done' sh";
}
