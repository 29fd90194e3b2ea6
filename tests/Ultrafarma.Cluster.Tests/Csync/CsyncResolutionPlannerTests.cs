using Ultrafarma.Cluster.Csync;
using Xunit;
using static Ultrafarma.Cluster.Csync.CsyncConflictKind;
using static Ultrafarma.Cluster.Tests.Csync.Versions;

namespace Ultrafarma.Cluster.Tests.Csync;

public sealed class CsyncResolutionPlannerTests
{
    private static readonly CsyncChoice A = new("a", CsyncWinnerPolicy.SafeOnly);

    public static TheoryData<string, bool, string, CsyncFileVersion[]> Steps => new()
    {
        { "mutual", false, "b", [File("a", "x", "b"), File("b", "y", "a")] },
        { "the winner is not dirty", true, "b", [File("a", "x"), File("b", "y", "a")] },
        { "the winner owes only one of two", true, "b c", [File("a", "x", "b"), File("b", "y", "a"), File("c", "y")] },
        { "nobody is dirty any more", true, "b", [File("a", "x"), File("b", "y")] },
        { "a dirty copy of the same has to be cleared", true, "", [File("a", "x"), File("b", "x", "a")] },
        { "identical", false, "", [File("a", "x", "b"), File("b", "x", "a")] },
        { "a clean copy of the same needs nothing", false, "b", [File("a", "x", "b"), File("b", "y", "a"), File("c", "x")] },
        { "metadata is a version too", false, "b", [File("a", "x", "b"), File("b", "x", "a") with { Mode = "600" }] },
        { "deleted at the loser: nothing to keep", false, "", [File("a", "x", "b"), Absent("b", "a")] },
        { "deleted at the winner", false, "b", [Absent("a", "b"), File("b", "x", "a")] },
        { "not arrived yet", true, "", [File("a", "x", "b"), File("b", "x", "a"), Absent("c")] },
        { "a link loses", false, "b", [File("a", "x", "b"), Link("b", "t", "a")] },
        { "an empty folder loses to a file", false, "b", [File("a", "x", "b"), Directory("b", "a")] },
        { "a folder's mode loses: the folder stays", false, "", [Directory("a", "b"), Directory("b", "a") with { Mode = "700", HasChildren = true }] },
        { "names in another case", false, "B", [File("a", "x", "b"), File("B", "y", "A")] },
        { "a file whose hash is not known is kept", false, "b", [File("a", "x", "b"), File("b", "x", "a") with { Sha256 = null }] },
    };

    [Theory]
    [MemberData(nameof(Steps))]
    public void Says_what_to_mark_and_what_to_keep(string name, bool needsMark, string losers, CsyncFileVersion[] versions)
    {
        Assert.NotEmpty(name);
        var (plans, skipped) = CsyncResolutionPlanner.Plan([Conflict(Content, versions)], A);
        Assert.Empty(skipped);
        var step = Assert.Single(Assert.Single(plans).Steps);
        Assert.Equal(needsMark, step.NeedsMark);
        Assert.Equal(losers, string.Join(' ', step.Losers.Select(l => l.Node)));

        var careless = CsyncResolutionPlanner.Plan([Conflict(Content, versions)], A with { KeepLosers = false });
        Assert.Empty(careless.Plans[0].Steps[0].Losers);
        Assert.Equal(needsMark, careless.Plans[0].Steps[0].NeedsMark);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_full_folder_cannot_be_replaced(bool winnerIsAbsent)
    {
        var winner = winnerIsAbsent ? Absent("a", "b") : File("a", "x", "b");
        var (plans, skipped) = CsyncResolutionPlanner.Plan(
            [Conflict(TypeDiffers, winner, Directory("b", "a") with { HasChildren = true })], A);
        Assert.Empty(plans);
        var result = Assert.Single(skipped);
        Assert.Equal(CsyncResolutionStatus.Skipped, result.Status);
        Assert.Contains("b has a directory there that is not empty", result.Reason, StringComparison.Ordinal);
        Assert.Equal(2, result.Versions.Count);
    }

    [Fact]
    public void A_path_that_comes_twice_is_planned_once()
    {
        var conflict = Conflict(CsyncConflictKind.Content, File("n1", "x", "n2"), File("n2", "y", "n1"));
        var (plans, skipped) = CsyncResolutionPlanner.Plan([conflict, conflict], new CsyncChoice("n1", CsyncWinnerPolicy.SafeOnly));
        Assert.Single(Assert.Single(plans).Steps);
        Assert.Empty(skipped);
    }

    [Fact]
    public void A_winner_that_did_not_answer_wins_nothing()
    {
        var conflict = Conflict(Unknown, File("b", "x", "a")) with { MissingNodes = ["a"] };
        var (plans, skipped) = CsyncResolutionPlanner.Plan([conflict], A);
        Assert.Empty(plans);
        Assert.Contains("a was not asked or did not answer", Assert.Single(skipped).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void One_plan_a_winner_and_the_undecided_apart()
    {
        var (plans, skipped) = CsyncResolutionPlanner.Plan(
            [
                Conflict("/1", Content, File("a", "x", "b").Minutes(1), File("b", "y", "a")),
                Conflict("/2", Content, File("a", "x", "b"), File("b", "y", "a").Minutes(1)),
                Conflict("/3", Content, File("a", "x", "b"), File("b", "y", "a")),
                Conflict("/4", Identical, File("a", "x", "b"), File("b", "x", "a")),
                Conflict("/5", DeletedAndChanged, Absent("a", "b"), File("b", "y", "a")),
            ],
            new CsyncChoice(null, CsyncWinnerPolicy.Newest));
        Assert.Equal(["a: /1 /4", "b: /2"], plans.Select(p => p.Winner + ": " + string.Join(' ', p.Steps.Select(s => s.Conflict.Path))));
        Assert.Equal(["/3", "/5"], skipped.Select(s => s.Path));
    }

    [Fact]
    public void The_summary_counts_kinds_and_kept_versions()
    {
        var (plans, _) = CsyncResolutionPlanner.Plan(
            [
                Conflict("/1", Content, File("a", "x", "b"), File("b", "y", "a"), File("c", "z")),
                Conflict("/2", Identical, File("a", "x", "b"), File("b", "x", "a")),
                Conflict("/3", Identical, File("a", "x", "b"), File("b", "x", "a")),
            ],
            A);
        Assert.Equal(
            "let a win for 3 path(s) (2 Identical, 1 Content), keep 2 losing version(s) on their nodes, push to all peers, verify",
            Assert.Single(plans).Summary);

        var (safe, _) = CsyncResolutionPlanner.Plan([Conflict("/2", Identical, File("a", "x", "b"), File("b", "x", "a"))], A);
        Assert.Contains("no other version has to be kept", safe[0].Summary, StringComparison.Ordinal);
    }
}
