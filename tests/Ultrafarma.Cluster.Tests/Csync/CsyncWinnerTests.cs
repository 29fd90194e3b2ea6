using Ultrafarma.Cluster.Csync;
using Xunit;
using static Ultrafarma.Cluster.Csync.CsyncConflictKind;
using static Ultrafarma.Cluster.Csync.CsyncWinnerPolicy;
using static Ultrafarma.Cluster.Tests.Csync.Versions;

namespace Ultrafarma.Cluster.Tests.Csync;

public sealed class CsyncWinnerTests
{
    public static TheoryData<string, CsyncWinnerPolicy, string?, CsyncFileVersion[]> Policies => new()
    {
        { "newest", Newest, "b", [File("a", "xx", "b").Minutes(1), File("b", "y", "a").Minutes(2)] },
        { "oldest", Oldest, "a", [File("a", "xx", "b").Minutes(1), File("b", "y", "a").Minutes(2)] },
        { "largest", Largest, "a", [File("a", "xx", "b").Minutes(1), File("b", "y", "a").Minutes(2)] },
        { "smallest", Smallest, "b", [File("a", "xx", "b").Minutes(1), File("b", "y", "a").Minutes(2)] },
        { "a tick decides", Newest, "b", [File("a", "x", "b"), File("b", "y", "a") with { LastWriteTime = File("a", "").LastWriteTime!.Value.AddTicks(1) }] },
        { "before 1970", Oldest, "a", [File("a", "x", "b") with { LastWriteTime = DateTimeOffset.UnixEpoch.AddSeconds(-5) }, File("b", "y", "a")] },
        { "tie in time", Newest, null, [File("a", "x", "b"), File("b", "y", "a")] },
        { "tie in time, oldest", Oldest, null, [File("a", "x", "b"), File("b", "y", "a"), File("c", "z").Minutes(1)] },
        { "tie in size", Largest, null, [File("a", "x", "b"), File("b", "y", "a")] },
        { "tie in size, smallest", Smallest, null, [File("a", "x", "b"), File("b", "y", "a")] },
        { "tie of three", Newest, null, [File("a", "x", "b"), File("b", "x", "a"), File("c", "y", "a")] },
        { "tie behind equal copies", Newest, null, [File("a", "x"), File("b", "x"), File("c", "x"), File("d", "y", "a")] },
        { "tie below the top", Largest, "c", [File("a", "x", "b"), File("b", "y", "a"), File("c", "zz")] },
        { "equal copies are no tie", Newest, "b", [File("a", "x"), File("b", "x", "a"), File("c", "y", "a").Minutes(-1)] },
        { "equal content with another mode is a tie", Newest, null, [File("a", "x", "b"), File("b", "x", "a") with { Mode = "600" }] },
        { "absent ones do not count", Oldest, "b", [Absent("a"), File("b", "x", "c"), File("c", "y", "b").Minutes(1)] },
        { "links have no size", Largest, null, [Link("a", "t", "b"), Link("b", "u", "a")] },
        { "nowhere", Newest, null, [Absent("a", "b"), Absent("b", "a")] },
    };

    [Theory]
    [MemberData(nameof(Policies))]
    public void Chooses_or_refuses(string name, CsyncWinnerPolicy policy, string? winner, CsyncFileVersion[] versions)
    {
        Assert.NotEmpty(name);
        var (node, reason) = CsyncWinner.Single(Conflict(Content, versions), policy);
        Assert.Equal(winner, node);
        Assert.Equal(winner is null, reason is not null);
    }

    [Fact]
    public void A_tie_names_both_and_what_to_do() =>
        Assert.Equal(
            "tie: a and b are equally new; name -Winner",
            CsyncWinner.Choose(Conflict(Content, File("a", "x", "b"), File("b", "y", "a")), Newest).Reason);

    [Theory]
    [InlineData(Newest)]
    [InlineData(Oldest)]
    [InlineData(Largest)]
    [InlineData(Smallest)]
    [InlineData(SafeOnly)]
    public void No_policy_decides_a_deletion_or_a_change_of_type(CsyncWinnerPolicy policy)
    {
        var deleted = Conflict(DeletedAndChanged, Absent("a", "b"), File("b", "x", "a"));
        var types = Conflict(TypeDiffers, File("a", "x", "b"), Directory("b", "a"));
        foreach (var conflict in new[] { deleted, types })
        {
            var (node, reason) = CsyncWinner.Choose(conflict, policy);
            Assert.Null(node);
            Assert.Contains("-Winner", reason, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(Content)]
    [InlineData(Metadata)]
    [InlineData(DeletedAndChanged)]
    [InlineData(TypeDiffers)]
    [InlineData(Unknown)]
    public void Safe_only_loses_nothing(CsyncConflictKind kind)
    {
        var (node, reason) = CsyncWinner.Choose(Conflict(kind, File("a", "x", "b"), File("b", "yy", "a").Minutes(1)), SafeOnly);
        Assert.Null(node);
        Assert.NotNull(reason);
    }

    [Theory]
    [InlineData(Newest)]
    [InlineData(SafeOnly)]
    public void What_is_safe_is_decided_under_every_policy(CsyncWinnerPolicy policy)
    {
        Assert.Equal("b", CsyncWinner.Choose(Conflict(Identical, File("a", "x"), File("b", "x", "c"), File("c", "x", "b")), policy).Node);
        var stale = Conflict(Stale, File("a", "x", "c").Minutes(9), File("b", "y", "a", "c")) with { Descendant = "b" };
        Assert.Equal("b", CsyncWinner.Choose(stale, policy).Node);
    }

    [Fact]
    public void An_unknown_one_says_who_was_missing()
    {
        var conflict = Conflict(Unknown, File("a", "x", "b")) with { MissingNodes = ["b", "c"] };
        Assert.Contains("b, c could not be asked", CsyncWinner.Choose(conflict, Newest).Reason, StringComparison.Ordinal);
        Assert.Contains("only this node", CsyncWinner.Choose(conflict with { MissingNodes = [] }, Newest).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_conflict_itself_tells_newest_and_largest()
    {
        var conflict = Conflict(Content, File("a", "xx", "b"), File("b", "y", "a").Minutes(2));
        Assert.Equal(("b", "a"), (conflict.Newest, conflict.Largest));
    }
}
