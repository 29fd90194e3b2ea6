using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Tests.Faults;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Csync;

/// <summary>Three nodes with every kind of conflict; n1 is the node that shall win.</summary>
internal sealed class CsyncScene
{
    public const string Winner = "n1";
    private const string PendingPath = "/d/pending";
    private static readonly FakeFile Base = File("base");
    private readonly HashSet<string> _before;
    private readonly Dictionary<string, string?> _winning;

    public CsyncScene()
    {
        foreach (var path in new[] { "content", "three", "same", "mode", "gone at n2", "gone at n1", "stale", "link", "type", "pending", "it's $(x)\n" })
        {
            foreach (var node in Cluster.Nodes)
            {
                node.Have("/d/" + path, Base);
            }
        }

        Both("/d/content", File("1"), File("2"));
        Both("/d/three", File("1"), File("2"));
        Cluster.Node("n3").Edit("/d/three", File("3"));
        Both("/d/same", File("same"), File("same"));
        Cluster.Node("n3").Edit("/d/same", File("same"));
        Both("/d/mode", File("same"), File("same") with { Mode = "600" });
        Both("/d/gone at n2", File("1"), null);
        Both("/d/gone at n1", null, File("2"));
        Both("/d/link", Link("1"), Link("2"));
        Both("/d/type", File("1"), Link("2"));
        Both("/d/it's $(x)\n", File("1"), File("2"));

        // n2 delivered to n1 while n3 was down; then n1 edited.
        Cluster.Node("n2").Edit("/d/stale", File("old"), "n1");
        Cluster.Node("n1").Have("/d/stale", File("old"));
        Cluster.Node("n1").Edit("/d/stale", File("newer"));

        Cluster.Node("n2").Edit(PendingPath, File("waits"));
        _before = Cluster.Versions(withKept: false);
        _winning = Conflicting.ToDictionary(p => p, p => Cluster.Node(Winner).Files.GetValueOrDefault(p)?.Version);
    }

    public FakeCluster Cluster { get; } = new("n1", "n2", "n3");

    public static IReadOnlyList<string> Conflicting { get; } =
    [
        "/d/content", "/d/gone at n1", "/d/gone at n2", "/d/it's $(x)\n", "/d/link", "/d/mode", "/d/same", "/d/stale", "/d/three", "/d/type",
    ];

    public static FakeFile File(string content) => new(CsyncFileType.File, content);

    public static FakeFile Link(string target) => new(CsyncFileType.SymbolicLink, target) { Mode = "777" };

    /// <summary>What existed is still in place somewhere, or kept.</summary>
    public void AssertNothingIsLost()
    {
        var lost = _before.Except(Cluster.Versions(withKept: true)).ToList();
        Assert.True(lost.Count == 0, "lost: " + string.Join("; ", lost));
    }

    public void AssertNothingIsHeld() => Assert.All(Cluster.Nodes, n => Assert.Null(n.Holder));

    public void AssertNoForceIsLeft() =>
        Assert.All(Cluster.Nodes, n => Assert.DoesNotContain(n.Dirty.Values, rows => rows.ContainsValue(true)));

    /// <summary>What only waits was not touched.</summary>
    public void AssertPendingWaits()
    {
        Assert.Equal("waits", Cluster.Node("n2").Files[PendingPath].Content);
        Assert.Equal("base", Cluster.Node("n1").Files[PendingPath].Content);
        Assert.Equal(["n1", "n3"], Cluster.Node("n2").Dirty[PendingPath].Keys.Order(StringComparer.Ordinal));
    }

    /// <summary>No conflict is left, and after csync2's next runs all nodes hold what n1 held and nobody owes anything.</summary>
    public async Task AssertResolvedAsync()
    {
        Assert.Empty((await Cluster.FindAsync()).Conflicts);
        foreach (var node in Cluster.Nodes)
        {
            node.Run("push", [], []);
        }

        foreach (var node in Cluster.Nodes)
        {
            Assert.Empty(node.Dirty);
            foreach (var (path, version) in _winning)
            {
                Assert.Equal(version, node.Files.GetValueOrDefault(path)?.Version);
            }

            Assert.Equal("waits", node.Files[PendingPath].Content);
        }
    }

    private void Both(string path, FakeFile? first, FakeFile? second)
    {
        Cluster.Node("n1").Edit(path, first);
        Cluster.Node("n2").Edit(path, second);
    }
}
