using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.CsyncLab;

/// <summary>Get-CsyncConflict against every kind of conflict there is, made the way they come about.</summary>
public sealed class GetConflictTests(CsyncCluster cluster) : CsyncLabTest(cluster)
{
    [Fact]
    public void Names_every_kind_and_leaves_out_what_is_only_pending_and_changes_nothing()
    {
        MakeEveryKind();
        var before = Cluster.Snapshot();

        var conflicts = Conflicts();
        var kinds = conflicts.Select(c => (Folder: c.Path.Split('/')[^2], c.Kind)).Distinct().Order().ToList();
        Assert.Equal(
            [
                ("content", CsyncConflictKind.Content),
                ("deleted", CsyncConflictKind.DeletedAndChanged),
                ("identical", CsyncConflictKind.Identical),
                ("metadata", CsyncConflictKind.Metadata),
                ("two", CsyncConflictKind.Content),
                ("types", CsyncConflictKind.TypeDiffers),
                ("upload", CsyncConflictKind.Stale),
            ],
            kinds);
        Assert.Equal(14, conflicts.Count);

        var stale = conflicts.First(c => c.Kind == CsyncConflictKind.Stale);
        Assert.Equal((Node(1), "CD163820-L-ULTRAFARMA-APP02"), (stale.Descendant, stale.Nodes[1]));
        Assert.Equal([Node(3)], stale.Versions[1].DirtyTowards);

        var two = conflicts.First(c => c.Path.Contains("/two/", StringComparison.Ordinal));
        Assert.Equal([Node(2), Node(4)], two.Nodes);
        Assert.Equal([false, true, false, true, false], two.Versions.Select(v => v.Exists));

        var content = conflicts.Where(c => c.Path.Contains("/content/", StringComparison.Ordinal)).ToList();
        var truth = Lab.On(3, $"stat -c '%s %a %U:%G' {content[0].Path}; sha256sum <{content[1].Path}").Split('\n');
        var version = content[0].Versions[2];
        Assert.Equal(truth[0], $"{version.SizeBytes} {version.Mode} {version.Owner}");
        Assert.Null(version.Sha256);
        Assert.Equal(truth[1].Split(' ')[0], content[1].Versions[2].Sha256);

        // Narrowed by path and by node.
        Assert.Equal(2, Conflicts($"-Path '{CsyncCluster.Site}/ident*'").Count);
        Assert.Empty(Conflicts("-Path '/nowhere/*'"));
        Assert.Equal(4, Conflicts("-Path '*/content/*', '*/types/*'").Count);
        Assert.Empty(Conflicts("-Path '*/two/*' -Node *APP01, *APP02, *APP03"));
        Assert.Equal([Node(2), Node(4)], Conflicts("-Path '*/two/*' -Node *APP02, *APP04")[0].Versions.Select(v => v.Node));
        Host.Run("Get-CsyncConflict -Node *APP99").AssertError("NodeNotFound");

        Assert.Equal(before, Cluster.Snapshot());
    }

    [Fact]
    public void Never_lets_csync2_do_anything_but_list()
    {
        Lab.Conflict(3);
        Cluster.Write(4, Path("pending.txt"), "only pending\n");
        Cluster.HideSqlite(3);
        Cluster.OnAll("""
            printf '%s\n' '#!/bin/sh' 'echo "$*" >>/tmp/calls' 'exec /usr/sbin/csync2 "$@"' >/tmp/logged && chmod 755 /tmp/logged && : >/tmp/calls
            """);
        using var host = Cluster.Connect(("Csync = @{", "Csync = @{ Command = '/tmp/logged';"));

        Assert.Equal(3, host.Run("Get-CsyncConflict").As<CsyncConflict>().Count);
        Assert.Equal(64, host.Run("Get-CsyncPending").As<CsyncPending>().Count);

        Assert.Equal(["", "", "-M\n-M\n", "", ""], Cluster.OnAll("cat /tmp/calls"));
    }

    [Fact]
    public void Nodes_that_are_cut_off_make_it_Unknown_and_cost_their_time_once()
    {
        Lab.Conflict(2);
        Lab.Cut(4);
        Lab.Cut(5);
        using var host = Cluster.Connect(("ConnectTimeoutSeconds = 5", "ConnectTimeoutSeconds = 3"));
        var outcome = host.Run("Get-CsyncConflict");

        var conflicts = outcome.Output.Select(o => (CsyncConflict)o.BaseObject).ToList();
        Assert.Equal(2, conflicts.Count);
        Assert.All(conflicts, c => Assert.Equal(CsyncConflictKind.Unknown, c.Kind));
        Assert.All(conflicts, c => Assert.Equal([Node(4), Node(5)], c.MissingNodes));
        Assert.All(conflicts, c => Assert.Equal(3, c.Versions.Count));
        Assert.Equal([("Unreachable", Node(4)), ("Unreachable", Node(5))], outcome.Errors.Select(e => (PipelineOutcome.IdOf(e), (string)e.TargetObject)));
        Assert.InRange(outcome.Elapsed.TotalSeconds, 2.9, 5.9);

        // A connection that was open when the node was cut: a keep-alive or the command's own time notices it.
        var skipped = host.Run("Get-CsyncConflict -ErrorAction SilentlyContinue | Resolve-CsyncConflict").Output;
        Assert.All(skipped, o => Assert.Equal(2, ((CsyncResolutionReport)o.BaseObject).Skipped));
        Assert.Contains("could not be asked", ((CsyncResolutionReport)skipped[0].BaseObject).Results[0].Reason, StringComparison.Ordinal);
    }
}
