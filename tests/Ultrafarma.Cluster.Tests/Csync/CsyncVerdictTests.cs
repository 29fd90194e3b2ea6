using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Tests.Faults;
using Xunit;
using static Ultrafarma.Cluster.Csync.CsyncResolutionStatus;
using static Ultrafarma.Cluster.Tests.Csync.Versions;

namespace Ultrafarma.Cluster.Tests.Csync;

public sealed class CsyncVerdictTests
{
    /// <summary>What the nodes hold after the push from n1, what was said, what that is.</summary>
    public static TheoryData<string, CsyncFileVersion[], string[], CsyncResolutionStatus, string?> Table => new()
    {
        { "all equal", [File("n1", "x"), File("n2", "x"), File("n3", "x")], [], Resolved, null },
        { "deleted everywhere", [Absent("n1"), Absent("n2"), Absent("n3")], [], Resolved, null },
        { "times do not count", [File("n1", "x"), File("n2", "x").Minutes(3), File("n3", "x")], [], Resolved, null },
        { "owed to somebody who was not asked", [File("n1", "x", "n9"), File("n2", "x"), File("n3", "x")], [], Resolved, "still to be delivered to n9" },
        { "n2 differs", [File("n1", "x"), File("n2", "y"), File("n3", "x")], [], StillConflicting, "n2 has another version" },
        { "n2's mode differs", [File("n1", "x"), File("n2", "x") with { Mode = "600" }, File("n3", "x")], [], StillConflicting, "n2 has" },
        { "n2 lacks it", [File("n1", "x"), Absent("n2"), File("n3", "x")], [], StillConflicting, "n2 has" },
        { "n3 still owes", [File("n1", "x"), File("n2", "x"), File("n3", "x", "n1")], [], StillConflicting, "n3 has another version or still owes" },
        { "the winner still owes", [File("n1", "x", "n2"), File("n2", "x"), File("n3", "x")], [], StillConflicting, "n2 has" },
        { "refused as a conflict", [File("n1", "x"), File("n2", "y"), File("n3", "x")], ["why\t10\tn2\tFile is also marked dirty here!\t/f"], StillConflicting, "n2: File is also marked dirty here!" },
        { "refused for another reason", [File("n1", "x"), File("n2", "y"), File("n3", "x")], ["why\t8\tn2\tNo space left on device\t/f"], Failed, "n2: No space left on device (DiskFull)" },
        { "refused without words", [File("n1", "x"), File("n2", "y"), File("n3", "x")], ["why\t8\tn2\t\t/f"], Failed, "csync2 reported an error (PeerError)" },
        { "another path was refused", [File("n1", "x"), File("n2", "y"), File("n3", "x")], ["why\t8\tn2\tNo space left on device\t/g"], StillConflicting, "n2 has" },
        { "another peer refused", [File("n1", "x"), File("n2", "y"), File("n3", "x")], ["why\t8\tn3\tNo space left on device\t/f"], StillConflicting, "n2 has" },
        { "the peer hangs", [File("n1", "x"), File("n2", "y"), File("n3", "x")], ["pushed\tn2\t124"], Failed, "n2: csync2 there did not answer in its time" },
        { "another peer hangs", [File("n1", "x"), File("n2", "x"), File("n3", "x")], ["pushed\tn2\t124"], Resolved, null },
        { "the peer is down", [File("n1", "x"), File("n2", "y"), File("n3", "x")], ["said\tn2\tERROR: no"], Failed, "n2: ERROR: no" },
        { "in no group", [File("n1", "x"), File("n2", "x"), File("n3", "x")], ["unmarked\t/f"], Failed, "csync2 did not mark it" },
        { "the winner is gone", [File("n2", "x"), File("n3", "x")], [], Failed, "n1 did not answer after the push" },
    };

    private static CsyncConflict Before => Conflict(
        CsyncConflictKind.Content, File("n1", "x", "n2", "n3"), File("n2", "y", "n1", "n3"), File("n3", "z", "n1", "n2"));

    [Fact]
    public async Task A_node_that_neither_owed_nor_was_owed_the_path_is_in_another_group()
    {
        var verdict = await VerdictAsync(Answer([]), alone: false);
        var before = Conflict(CsyncConflictKind.Content, File("n1", "x", "n2"), File("n2", "y", "n1"), File("n3", "its own"));
        var after = Conflict(CsyncConflictKind.Content, File("n1", "x"), File("n2", "x"), File("n3", "its own"));
        Assert.Equal(Resolved, verdict.Judge(before, after).Status);
    }

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Judges(string name, CsyncFileVersion[] after, string[] said, CsyncResolutionStatus status, string? reason)
    {
        Assert.NotEmpty(name);
        var verdict = await VerdictAsync(Answer(said), alone: false);

        var judged = verdict.Judge(Before, Conflict(CsyncConflictKind.Content, after));

        Assert.Equal(status, judged.Status);
        Assert.Equal(reason is null, judged.Reason is null);
        Assert.Contains(reason ?? "", judged.Reason ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, Resolved)]
    [InlineData(true, StillConflicting)]
    public async Task Alone_every_peer_that_is_owed_counts(bool owes, CsyncResolutionStatus expected)
    {
        var verdict = await VerdictAsync(Answer([]), alone: true);
        Assert.Equal(expected, verdict.Judge(Before, Conflict(CsyncConflictKind.Unknown, File("n1", "x", owes ? ["n7"] : []))).Status);
    }

    [Fact]
    public async Task A_push_whose_answer_was_lost_is_judged_by_what_the_nodes_hold()
    {
        var verdict = await VerdictAsync(new CsyncPushAnswer { Broken = "the connection broke" }, alone: false);
        Assert.Equal(Resolved, verdict.Judge(Before, Conflict(CsyncConflictKind.Content, File("n1", "x"), File("n2", "x"))).Status);
        Assert.Equal((Failed, "the connection broke"), verdict.Judge(Before, Conflict(CsyncConflictKind.Content, File("n1", "x"), File("n2", "y"))));
    }

    private static CsyncPushAnswer Answer(string[] lines)
    {
        var answer = new CsyncPushAnswer();
        Array.ForEach(lines, answer.Add);
        return answer;
    }

    private static async Task<CsyncVerdict> VerdictAsync(CsyncPushAnswer answer, bool alone)
    {
        var cluster = new FakeCluster("n1", "n2", "n3");
        var state = await CsyncClusterState.ReadAsync(cluster, new CsyncNodeReader(cluster.Settings), CancellationToken.None);
        return new CsyncVerdict("n1", state, answer, alone);
    }
}
