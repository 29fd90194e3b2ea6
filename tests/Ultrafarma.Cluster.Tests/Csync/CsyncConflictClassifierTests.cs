using Ultrafarma.Cluster.Csync;
using Xunit;
using static Ultrafarma.Cluster.Csync.CsyncConflictKind;
using static Ultrafarma.Cluster.Tests.Csync.Versions;

namespace Ultrafarma.Cluster.Tests.Csync;

public sealed class CsyncConflictClassifierTests
{
    /// <summary>What the nodes hold, which versions are as their csync2 recorded them, and what it is.</summary>
    public static TheoryData<string, CsyncFileVersion[], string, CsyncConflictKind, string?> Table => new()
    {
        // Equal on all nodes.
        { "upload to two", [File("a", "x", "b", "c"), File("b", "x", "a", "c"), File("c", "x")], "", Identical, null },
        { "upload to all", [File("a", "x", "b", "c"), File("b", "x", "a", "c"), File("c", "x", "a", "b")], "", Identical, null },
        { "times do not count", [File("a", "x", "b").Minutes(1), File("b", "x", "a").Minutes(2)], "", Identical, null },
        { "absent everywhere", [Absent("a", "b"), Absent("b", "a")], "", Identical, null },
        { "not arrived at c yet", [File("a", "x", "b", "c"), File("b", "x", "a", "c"), Absent("c")], "", Identical, null },
        { "folders", [Directory("a", "b"), Directory("b", "a")], "", Identical, null },
        { "links", [Link("a", "t", "b"), Link("b", "t", "a")], "", Identical, null },
        { "a link has no mode", [Link("a", "t", "b"), Link("b", "t", "a") with { Mode = "755" }], "", Identical, null },

        // Equal content, other mode or owner.
        { "chmod", [File("a", "x", "b"), File("b", "x", "a") with { Mode = "600" }], "", Metadata, null },
        { "chown", [File("a", "x", "b"), File("b", "x", "a") with { Uid = 33 }], "", Metadata, null },
        { "chgrp", [File("a", "x", "b"), File("b", "x", "a") with { Gid = 33 }], "", Metadata, null },
        { "chmod of a folder", [Directory("a", "b"), Directory("b", "a") with { Mode = "700" }], "", Metadata, null },
        { "chown of a link", [Link("a", "t", "b"), Link("b", "t", "a") with { Uid = 1 }], "", Metadata, null },
        { "chmod at the third", [File("a", "x", "b", "c"), File("b", "x", "a", "c"), File("c", "x") with { Mode = "600" }], "", Metadata, null },

        // Other content.
        { "same size", [File("a", "x", "b"), File("b", "y", "a")], "", Content, null },
        { "other size", [File("a", "x", "b"), File("b", "xy", "a")], "", Content, null },
        { "other target", [Link("a", "t", "b"), Link("b", "u", "a")], "", Content, null },
        { "no hash is no proof", [File("a", "x", "b") with { Sha256 = null }, File("b", "x", "a") with { Sha256 = null }], "", Content, null },
        { "third node differs", [File("a", "x", "b", "c"), File("b", "x", "a", "c"), File("c", "y")], "", Content, null },

        // Deleted here, changed there.
        { "deleted and changed", [Absent("a", "b"), File("b", "x", "a")], "", DeletedAndChanged, null },
        { "deleted, and equal elsewhere", [Absent("a", "b", "c"), File("b", "x", "a", "c"), File("c", "x")], "", DeletedAndChanged, null },
        { "folder deleted", [Absent("a", "b"), Directory("b", "a")], "", DeletedAndChanged, null },

        // Different things.
        { "file and folder", [File("a", "x", "b"), Directory("b", "a")], "", TypeDiffers, null },
        { "file and link", [File("a", "x", "b"), Link("b", "t", "a")], "", TypeDiffers, null },
        { "type before deletion", [File("a", "x", "b"), Link("b", "t", "a"), Absent("c", "a", "b")], "", TypeDiffers, null },
        { "type at a node that is not dirty", [File("a", "x", "b"), File("b", "x", "a"), Directory("c")], "", TypeDiffers, null },

        // Stale: the false conflict of three nodes. n1 edited after n2 had delivered to it; n2 keeps its row for n3, which was down.
        { "three nodes", [File("n1", "new", "n2", "n3"), File("n2", "old", "n3"), File("n3", "older")], "n2 n3", Stale, "n1" },
        { "three nodes, order of rows", [File("n3", "older"), File("n2", "old", "n3"), File("n1", "new", "n2", "n3")], "n2 n3", Stale, "n1" },
        { "mode only", [File("n1", "x", "n2", "n3") with { Mode = "600" }, File("n2", "x", "n3"), File("n3", "x")], "n2 n3", Stale, "n1" },
        { "deleted at the head", [Absent("n1", "n2", "n3"), File("n2", "old", "n3"), File("n3", "older")], "n2 n3", Stale, "n1" },
        { "deleted at the tail", [File("n1", "new", "n2", "n3"), Absent("n2", "n3"), File("n3", "older")], "n2 n3", Stale, "n1" },
        { "head owes only the other dirty node", [File("n1", "new", "n2"), File("n2", "old", "n3"), File("n3", "new")], "n2 n3", Stale, "n1" },
        { "five nodes, a chain of two", [File("n1", "3", "n2", "n3", "n4", "n5"), File("n2", "2", "n3", "n4"), File("n3", "1", "n5"), File("n4", "1"), File("n5", "0")], "n2 n3 n4 n5", Stale, "n1" },
        { "equal already", [File("n1", "x", "n2", "n3"), File("n2", "x", "n3"), File("n3", "x")], "n2 n3", Identical, null },

        // Nearly stale.
        { "n2 was edited since", [File("n1", "new", "n2", "n3"), File("n2", "old", "n3"), File("n3", "older")], "n3", Content, null },
        { "n3 was edited unseen", [File("n1", "new", "n2", "n3"), File("n2", "old", "n3"), File("n3", "older")], "n2", Content, null },
        { "both owe each other", [File("n1", "new", "n2", "n3"), File("n2", "old", "n1", "n3"), File("n3", "older")], "n2 n3", Content, null },
        { "nobody owes the other", [File("n1", "new", "n3"), File("n2", "old", "n3"), File("n3", "older")], "n1 n2 n3", Content, null },
        { "the head does not owe one of them", [File("n1", "3", "n2"), File("n2", "2", "n4"), File("n3", "1", "n4"), File("n4", "0")], "n2 n3 n4", Content, null },
        { "a ring", [File("n1", "1", "n2"), File("n2", "2", "n3"), File("n3", "3", "n1")], "n1 n2 n3", Content, null },
        { "two owe, one row back", [File("n1", "3", "n2", "n3"), File("n2", "2", "n3"), File("n3", "1", "n1")], "n2 n3", Content, null },
        { "n2 deleted since", [File("n1", "new", "n2", "n3"), Absent("n2", "n3"), File("n3", "older")], "n3", DeletedAndChanged, null },
        { "n2 made it a folder", [File("n1", "new", "n2", "n3"), Directory("n2", "n3"), File("n3", "older")], "n3", TypeDiffers, null },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Classifies(string name, CsyncFileVersion[] versions, string untouched, CsyncConflictKind kind, string? descendant)
    {
        var asRecorded = untouched.Split(' ');
        Assert.NotEmpty(name);
        Assert.Equal((kind, descendant), CsyncConflictClassifier.Classify(versions, complete: true, v => asRecorded.Contains(v.Node)));
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void Nobody_can_say_when_a_node_did_not_answer(
        string name, CsyncFileVersion[] versions, string untouched, CsyncConflictKind kind, string? descendant)
    {
        Assert.NotNull(name + untouched + kind + descendant);
        Assert.Equal((Unknown, null), CsyncConflictClassifier.Classify(versions, complete: false, _ => true));
    }

    [Fact]
    public void The_order_of_nodes_decides_nothing()
    {
        const int Seed = 3;
        var random = new Random(Seed);
        foreach (var row in Table)
        {
            CsyncFileVersion[] versions = [.. (CsyncFileVersion[])row[1]];
            random.Shuffle(versions);
            var untouched = ((string)row[2]).Split(' ');
            Assert.Equal(
                ((CsyncConflictKind)row[3], (string?)row[4]),
                CsyncConflictClassifier.Classify(versions, complete: true, v => untouched.Contains(v.Node)));
        }
    }

    [Fact]
    public void A_head_is_found_whatever_the_case_of_names() =>
        Assert.Equal("App01", CsyncConflictClassifier.FindDescendant([File("App01", "x", "app02"), File("APP02", "y", "app03")]));

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void One_dirty_node_has_no_descendant(int owed) =>
        Assert.Null(CsyncConflictClassifier.FindDescendant([File("a", "x", [.. Enumerable.Repeat("b", owed)]), File("b", "y")]));
}
