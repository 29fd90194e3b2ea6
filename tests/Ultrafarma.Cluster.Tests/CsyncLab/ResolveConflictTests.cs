using Ultrafarma.Cluster.Csync;
using Xunit;

namespace Ultrafarma.Cluster.Tests.CsyncLab;

/// <summary>Resolve-CsyncConflict on conflicts of every kind: who wins, what is kept, and what is left alone.</summary>
public sealed class ResolveConflictTests(CsyncCluster cluster) : CsyncLabTest(cluster)
{
    private const string KeptVersions = "cd / && for d in $(ls -d " + CsyncCluster.Kept + "/* 2>/dev/null); do cd $d && find . -mindepth 1 ! -type d; done; true";

    [Fact]
    public void Shows_the_plan_and_asks_then_resolves_what_is_safe_then_what_it_is_told()
    {
        MakeEveryKind();
        var before = Cluster.Snapshot();
        var plan = Host.Render("Get-CsyncConflict | Resolve-CsyncConflict -WhatIf | Out-Null").ReplaceLineEndings(" ");
        Assert.Contains("What if:", plan, StringComparison.Ordinal);
        Assert.Contains($"let {Node(1)} win for 4 path(s) (2 Identical, 2 Stale), keep 8 losing version(s)", plan, StringComparison.Ordinal);
        var planned = Host.Run($"Get-CsyncConflict | Resolve-CsyncConflict -Winner {Node(2)} -WhatIf").As<CsyncResolution>();
        Assert.Equal(14, planned.Count(r => r.Status == CsyncResolutionStatus.Planned && r.Winner == Node(2)));
        Host.AnswerWith("No");
        Host.Run($"Get-CsyncConflict | Resolve-CsyncConflict -Winner {Node(2)}").AssertNoErrors();
        Assert.Contains("win for 14 path(s)", Assert.Single(Host.Questions), StringComparison.Ordinal);
        Assert.Equal(before, Cluster.Snapshot());

        Host.AnswerWith("Yes");
        var safe = Host.Run("Get-CsyncConflict | Resolve-CsyncConflict").Single<CsyncResolutionReport>();
        Assert.Equal((4, 10, 0, 0), (safe.Resolved, safe.Skipped, safe.Failed, safe.StillConflicting));
        Assert.Equal(4, safe.Results.Count(r => r.Winner == Node(1) && r.Kind is CsyncConflictKind.Identical or CsyncConflictKind.Stale));
        Assert.All(safe.Results.Where(r => r.Status == CsyncResolutionStatus.Skipped), r => Assert.Contains("name -Winner", r.Reason, StringComparison.Ordinal));
        Assert.Empty(Conflicts("-Path */identical/*, */upload/*"));
        Assert.Equal(10, Conflicts().Count);

        // What a policy cannot decide is left alone too.
        var newest = Resolve("-Policy Newest", "-Path */deleted/*, */types/*, */metadata/*");
        AssertAll(newest, CsyncResolutionStatus.Skipped, 6);

        var winners = Conflicts().ToDictionary(c => c.Path, c => Cluster.Look(c.Path)[2], StringComparer.Ordinal);
        var report = Resolve($"-Winner {Node(3).ToUpperInvariant()}");
        AssertAll(report, CsyncResolutionStatus.Resolved, 10);
        foreach (var (path, winner) in winners)
        {
            Assert.All(Cluster.Look(path), look => Assert.Equal(winner, look));
        }

        Assert.Empty(Conflicts());
        Lab.On(4, "csync2 -u");
        Cluster.EndClean();
    }

    [Fact]
    public void A_deletion_a_directory_or_a_link_can_win_and_the_losers_are_kept_as_they_were()
    {
        Lab.Conflict(2, "--delete", "--dir", "deleted");
        Lab.Conflict(2, "--type", "--dir", "types");
        Cluster.OnAll($"cd {CsyncCluster.Site} && chmod 4750 deleted/*2.txt 2>/dev/null; chown -h 1999:1 types/*1.txt 2>/dev/null; csync2 -cr {CsyncCluster.Site}");
        string States(string root) =>
            $"cd {root}{CsyncCluster.Site} 2>/dev/null && find deleted types ! -type d -printf '%p %y %s %m %U %G %T@ ' -exec sha256sum '{{}}' ';' | sort; true";
        var lost = Cluster.On([2, 3, 4, 5], States(""));
        Assert.All(lost, l => Assert.Equal(4, CsyncCluster.Lines(l).Count));

        var results = Host.Run($"Get-CsyncConflict | Resolve-CsyncConflict -Winner {Node(1)} -Confirm:$false -PassThru").As<CsyncResolution>();
        Assert.Equal(4, results.Count(r => r.Status == CsyncResolutionStatus.Resolved && r.Backups.Count == 4));
        var folder = results[0].Backups[0].Path.Replace(results[0].Path, "", StringComparison.Ordinal);
        Assert.StartsWith(CsyncCluster.Kept + "/", folder, StringComparison.Ordinal);
        Assert.Equal(lost, Cluster.On([2, 3, 4, 5], States(folder)));
        Assert.Equal("", Lab.On(1, KeptVersions));
        Assert.All(Cluster.Look(Path("deleted/upload-00001.txt")), look => Assert.Equal("absent\n", look));
        Assert.All(Cluster.Look(Path("types/upload-00001.txt")), look => Assert.StartsWith("symbolic link", look, StringComparison.Ordinal));
        Assert.All(Cluster.Look(Path("types/upload-00002.txt")), look => Assert.StartsWith("directory", look, StringComparison.Ordinal));
        Assert.Empty(Conflicts());
        Cluster.EndClean();
    }

    [Fact]
    public void A_policy_picks_the_winner_of_each_path_and_refuses_ties()
    {
        string[] policies = ["Oldest", "Newest", "Largest", "Smallest"];
        (int Age, int Size)[] versions = [(50, 4), (10, 5), (30, 9), (40, 2)];
        for (var node = 1; node <= 4; node++)
        {
            var (age, size) = versions[node - 1];
            Lab.On(node, $"mkdir -p {Path("policy")} && cd {Path("policy")} && for p in {string.Join(' ', policies)}; do "
                + $"head -c {size} /dev/zero | tr '\\0' {node} >$p; touch -d @$((1700000000 - 60 * {age})) $p; done; "
                + $"printf x{node % 3} >tie; touch -d @1700000000 tie; csync2 -cr {CsyncCluster.Site}");
        }

        for (var i = 0; i < policies.Length; i++)
        {
            var result = Assert.Single(Resolve($"-Policy {policies[i]} -NoBackup", $"-Path */{policies[i]}").Results);
            Assert.Equal((CsyncResolutionStatus.Resolved, Node(i + 1)), (result.Status, result.Winner));
            Assert.Equal(["c" + (i + 1)], Cluster.OnAll($"echo c$(head -c 1 {Path("policy")}/{policies[i]})").Select(l => l.Trim()).Distinct());
            var tie = Assert.Single(Resolve($"-Policy {policies[i]}", "-Path */tie").Results);
            Assert.Equal(CsyncResolutionStatus.Skipped, tie.Status);
            Assert.StartsWith("tie: ", tie.Reason, StringComparison.Ordinal);
        }

        // -NoBackup kept nothing, a refused path even less.
        Assert.All(Cluster.OnAll(KeptVersions), Assert.Empty);
        AssertAll(Resolve($"-Winner {Node(2)}"), CsyncResolutionStatus.Resolved, 1);
        Cluster.EndClean();
    }

    [Fact]
    public void A_directory_that_is_not_empty_is_never_replaced()
    {
        var path = Path("dir-or-file");
        Lab.On(1, $"mkdir {path} && echo precious >{path}/inside && csync2 -cr {CsyncCluster.Site}");
        Cluster.Write(2, path, "a file\n");
        var before = Cluster.Snapshot();
        var result = Assert.Single(Resolve($"-Winner {Node(2)}", $"-Path {path}").Results);
        Assert.Equal(CsyncResolutionStatus.Skipped, result.Status);
        Assert.Contains($"{Node(1)} has a directory there that is not empty", result.Reason, StringComparison.Ordinal);
        Assert.Equal(before, Cluster.Snapshot());

        AssertAll(Resolve($"-Winner {Node(1)}"), CsyncResolutionStatus.Resolved, 1);
        Lab.On(1, "csync2 -u");
        Assert.All(Cluster.OnAll($"cat {path}/inside"), text => Assert.Equal("precious\n", text));
        Assert.Equal("a file\n", Lab.On(2, $"cat {CsyncCluster.Kept}/*{path}"));
        Cluster.EndClean();
    }

    [Fact]
    public void A_version_that_several_nodes_share_is_no_tie_with_itself()
    {
        var path = Path("shared.txt");
        Cluster.Write(1, path, "the delivered version\n", 10);
        Lab.On(1, $"csync2 -u -P {string.Join(',', Node(2), Node(3), Node(4))}");
        Cluster.Write(5, path, "another one\n", 30);
        var conflict = Assert.Single(Conflicts());
        Assert.Equal((Node(1), Node(1)), (conflict.Newest, conflict.Largest));
        var report = Resolve("-Policy Newest");
        Assert.Equal([Node(5)], Assert.Single(report.Results).Backups.Select(b => b.Node));
        AssertAll(report, CsyncResolutionStatus.Resolved, 1);
        Assert.All(Cluster.OnAll($"cat {path}"), text => Assert.Equal("the delivered version\n", text));
        Cluster.EndClean();
    }

    [Fact]
    public void A_version_that_Get_did_not_look_at_is_kept_as_well()
    {
        var path = Path("unseen.txt");
        for (var node = 1; node <= 3; node++)
        {
            Cluster.Write(node, path, $"version {node}\n");
        }

        var report = Resolve($"-Winner {Node(1)}", "-Node *APP01, *APP02");
        AssertAll(report, CsyncResolutionStatus.Resolved, 1);
        Assert.Equal([Node(2), Node(3)], report.Results[0].Backups.Select(b => b.Node));
        Assert.Equal(["version 2\n", "version 3\n"], Cluster.On([2, 3], $"cat {CsyncCluster.Kept}/*{path}"));
        Cluster.EndClean();
    }

    [Fact]
    public void A_file_that_changed_since_it_was_found_is_left_alone_with_a_warning()
    {
        Lab.Conflict(3);
        var changed = Path("upload/upload-00002.txt");
        Host.Set("found", Host.Run("Get-CsyncConflict").As<CsyncConflict>());
        Cluster.Write(4, changed, "changed meanwhile\n");
        var before = Cluster.Look(changed);

        var outcome = Host.Run($"$found | Resolve-CsyncConflict -Winner {Node(1)} -Confirm:$false");
        var report = outcome.Single<CsyncResolutionReport>();
        Assert.Equal((2, 1), (report.Resolved, report.Skipped));
        Assert.Contains($"{changed} changed on {Node(4)}", Assert.Single(outcome.Warnings), StringComparison.Ordinal);
        Assert.Equal(before, Cluster.Look(changed));
        Assert.Equal([changed], Conflicts().Select(c => c.Path));

        // A conflict that somebody else resolved meanwhile is no work and no error.
        Host.Set("found", Conflicts());
        AssertAll(Resolve($"-Winner {Node(4)}"), CsyncResolutionStatus.Resolved, 1);
        var again = Host.Run($"$found | Resolve-CsyncConflict -Winner {Node(1)} -Confirm:$false").Single<CsyncResolutionReport>();
        AssertAll(again, CsyncResolutionStatus.Skipped, 1);
        Assert.All(Cluster.OnAll($"cat {changed}"), text => Assert.Equal("changed meanwhile\n", text));
        Cluster.EndClean();
    }
}
