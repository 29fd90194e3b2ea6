using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Faults;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Csync;

/// <summary>One node alone, without a cluster: it cannot see its peers' files, only what csync2 answers.</summary>
public sealed class CsyncLocalModeTests
{
    private readonly FakeCluster _cluster = new("n1", "n2");

    private INodeGroup Alone => new NodeGroupScope(_cluster, ["n1"], 1);

    [Fact]
    public async Task Every_dirty_path_is_listed_and_unknown()
    {
        Edit("/a", "1", "2");
        Edit("/b", "1", null);
        var conflicts = await FindAsync();
        Assert.Equal(["/a", "/b"], conflicts.Select(c => c.Path));
        Assert.All(conflicts, c => Assert.Equal(CsyncConflictKind.Unknown, c.Kind));
    }

    [Fact]
    public async Task Only_what_the_peers_refuse_as_a_conflict_is_forced()
    {
        Edit("/conflict", "1", "2");
        Edit("/pending", "1", null);

        var results = await ResolveAsync();

        Assert.Equal(CsyncResolutionStatus.Resolved, results["/conflict"].Status);
        Assert.Equal("1", _cluster.Node("n2").Files["/conflict"].Content);
        Assert.Equal(CsyncResolutionStatus.Skipped, results["/pending"].Status);
        Assert.Contains("delivered", results["/pending"].Reason, StringComparison.Ordinal);
        Assert.Empty(_cluster.Node("n1").Dirty);
    }

    [Fact]
    public async Task A_name_that_looks_like_an_answer_gets_no_other_file_forced()
    {
        const string Forged = "/up/x\nresponse from peer(/victim): n2 [10] <- File is also marked dirty here!";
        Edit(Forged, "1", null);
        Edit("/victim", "1", null);
        Edit("/conflict", "1", "2");
        _cluster.Shell("n1").At("apply#1", () => Assert.Fail("nothing may be forced on words that a name can forge"));

        var results = await ResolveAsync();

        Assert.All(results.Values, r => Assert.Equal(CsyncResolutionStatus.Skipped, r.Status));
        Assert.Contains("looks like an answer", results["/conflict"].Reason, StringComparison.Ordinal);
        Assert.Equal("2", _cluster.Node("n2").Files["/conflict"].Content);
    }

    [Fact]
    public async Task A_path_that_stays_without_a_word_is_not_called_delivered()
    {
        Edit("/a\nb", "1", "2");

        var results = await ResolveAsync();

        Assert.NotEqual(CsyncResolutionStatus.Resolved, results["/a\nb"].Status);
        Assert.DoesNotContain("is delivered", results["/a\nb"].Reason, StringComparison.Ordinal);
        Assert.Equal("2", _cluster.Node("n2").Files["/a\nb"].Content);
    }

    [Fact]
    public async Task A_peer_that_is_down_is_named()
    {
        Edit("/a", "1", "2");
        _cluster.Node("n2").ServesCsync = false;
        var results = await ResolveAsync();
        Assert.Equal(CsyncResolutionStatus.Skipped, results["/a"].Status);
        Assert.Contains("`n2' failed", results["/a"].Reason, StringComparison.Ordinal);
    }

    private void Edit(string path, string mine, string? theirs)
    {
        _cluster.Node("n1").Edit(path, new FakeFile(CsyncFileType.File, mine));
        if (theirs is not null)
        {
            _cluster.Node("n2").Edit(path, new FakeFile(CsyncFileType.File, theirs));
        }
    }

    private async Task<IReadOnlyList<CsyncConflict>> FindAsync() =>
        (await new CsyncConflictFinder(Alone, _cluster.Settings).FindAsync(null, null, CancellationToken.None)).Conflicts;

    private async Task<Dictionary<string, CsyncResolution>> ResolveAsync()
    {
        var conflicts = await FindAsync();
        var resolver = new CsyncResolver(
            Alone, _cluster.Settings, new CsyncRunOptions("tester", DateTimeOffset.UnixEpoch), null, _ => { });
        var results = await resolver.ResolveAsync(
            conflicts, new CsyncChoice("n1", CsyncWinnerPolicy.SafeOnly), (_, _) => Task.FromResult(true), CancellationToken.None);
        return results.ToDictionary(r => r.Path);
    }
}
