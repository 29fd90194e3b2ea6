using Ultrafarma.Cluster.Csync;
using Xunit;
using static Ultrafarma.Cluster.Csync.CsyncDifferenceKind;

namespace Ultrafarma.Cluster.Tests.Csync;

public sealed class CsyncDifferencesTests
{
    private const string Text = "v1:mtime=1:mode=33188:uid=0:gid=0:type=reg:size=1";

    private static readonly CsyncFileVersion Usual = new()
    {
        Node = "",
        Type = CsyncFileType.File,
        SizeBytes = 1,
        Sha256 = "a",
        LastWriteTime = DateTimeOffset.UnixEpoch,
        Mode = "644",
        Uid = 0,
        Gid = 0,
    };

    private static readonly Dictionary<CsyncDifferenceKind, CsyncFileVersion> Odd = new()
    {
        [Missing] = new CsyncFileVersion { Node = "", Type = CsyncFileType.Absent },
        [CsyncDifferenceKind.Type] = Usual with { Type = CsyncFileType.Directory, SizeBytes = null, Mode = "755" },
        [Content] = Usual with { Sha256 = "b", Mode = "600" },
        [Metadata] = Usual with { Mode = "600", LastWriteTime = DateTimeOffset.UnixEpoch.AddSeconds(9) },
        [Time] = Usual with { LastWriteTime = DateTimeOffset.UnixEpoch.AddSeconds(1), DirtyTowards = ["n1"] },
        [Pending] = Usual with { DirtyTowards = ["n1"] },
    };

    [Theory]
    [InlineData(Missing)]
    [InlineData(CsyncDifferenceKind.Type)]
    [InlineData(Content)]
    [InlineData(Metadata)]
    [InlineData(Time)]
    [InlineData(Pending)]
    public void The_heaviest_difference_counts_and_the_odd_node_is_named(CsyncDifferenceKind kind)
    {
        var difference = CsyncDifferences.Of("/f", [Usual with { Node = "n1" }, Odd[kind] with { Node = "n2" }, Usual with { Node = "n3" }], [Text, Text, Text]);
        Assert.Equal(kind, difference?.Kind);
        Assert.Equal(["n2"], difference!.Nodes);
    }

    [Fact]
    public void What_is_the_same_everywhere_is_no_difference_unless_csync2_says_so()
    {
        CsyncFileVersion[] same = [Usual with { Node = "n1" }, Usual with { Node = "n2", LastWriteTime = DateTimeOffset.UnixEpoch.AddMilliseconds(9) }];
        Assert.Null(CsyncDifferences.Of("/f", same, [Text, Text]));
        Assert.Null(CsyncDifferences.Of("/f", [.. same.Select(v => new CsyncFileVersion { Node = v.Node, Type = CsyncFileType.Absent })], [null, null]));
        var record = CsyncDifferences.Of("/f", same, [Text, null]);
        Assert.Equal((CsyncDifferenceKind.Record, "n2"), (record?.Kind, Assert.Single(record!.Nodes)));
    }

    [Theory]
    [InlineData(Text, true)]
    [InlineData("v1:mtime=1:mode=33188:type=reg:size=1", true)]
    [InlineData("v1:mtime=1:mode=33188:uid=0:gid=0:type=reg:size=2", false)]
    [InlineData(null, false)]
    public void Records_agree_as_far_as_both_say_something(string? other, bool agree) => Assert.Equal(agree, CsyncDifferences.Agree([Text, other]));

    [Fact]
    public void Of_two_versions_that_as_many_have_the_first_nodes_is_the_measure() => Assert.Equal(
        "n1", CsyncDifferences.Usual([Usual with { Node = "n1" }, Usual with { Node = "n2", Sha256 = "b" }]).Node);
}
