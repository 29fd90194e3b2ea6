using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;
using Xunit;
using static Ultrafarma.Cluster.Csync.CsyncPendingReason;

namespace Ultrafarma.Cluster.Tests.Csync;

public sealed class CsyncPushAnswerTests
{
    [Theory]
    [InlineData(10, "File is also marked dirty here!", Conflict)]
    [InlineData(11, "Parent dir missing.", MissingParentDirectory)]
    [InlineData(13, "Identification failed!", IdentificationFailed)]
    [InlineData(16, "SSL expected!", IdentificationFailed)]
    [InlineData(14, "Permission denied for slave!", SlaveRefused)]
    [InlineData(15, "Permission denied!", Denied)]
    [InlineData(9, "Connection closed.", ConnectionClosed)]
    [InlineData(8, "No space left on device", DiskFull)]
    [InlineData(8, "Disk quota exceeded", DiskFull)]
    [InlineData(8, "Directory not empty", PeerError)]
    [InlineData(8, "", PeerError)]
    [InlineData(17, "Unknown command!", PeerError)]
    [InlineData(-1, "", PeerError)]
    public void Csync2s_numbers_have_a_meaning(int code, string words, CsyncPendingReason expected) =>
        Assert.Equal(expected, CsyncRefusal.KindOf(code, words));

    [Fact]
    public void Reads_every_kind_of_line()
    {
        var answer = Read(
            "why\t10\tn2\tFile is also marked dirty here!\t/a b",
            "why\t8\tn3\tNo space left on device\t/a b",
            "said\tn3\tERROR: Connection to remote host `n3' failed.",
            "pushed\tn2\t1",
            "pushed\tn3\t124",
            "pushed\tn4\t137",
            "unmarked\t/x%20y",
            "absent\tn5");

        Assert.Equal([("n2", Conflict), ("n3", DiskFull)], answer.Refusals["/a b"].Select(r => (r.Peer, r.Reason)));
        Assert.Equal("File is also marked dirty here!", answer.Refusals["/a b"].First().Words);
        Assert.Equal(["n3", "n4"], answer.TimedOut);
        Assert.Equal(["/x y"], answer.Unmarked);
        Assert.Equal(["n5"], answer.Absent);
        Assert.Equal("ERROR: Connection to remote host `n3' failed.", answer.SaidOf("n3"));
        Assert.Null(answer.SaidOf("n2"));
        Assert.StartsWith("ERROR", answer.Trouble, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\t\t\t\t")]
    [InlineData("why")]
    [InlineData("why\t10\tn2\tx")]
    [InlineData("why\tten\tn2\tx\t/a")]
    [InlineData("pushed\tn2\tno")]
    [InlineData("pushed\tn2\t99999999999999")]
    [InlineData("pushed\tn2\t0\textra")]
    [InlineData("Updating /a on n2 ...")]
    [InlineData("PATCH KEYKEYKEY /a")]
    public void A_line_of_another_form_is_passed_over(string line)
    {
        var answer = Read(line);
        Assert.Empty(answer.Refusals);
        Assert.Empty(answer.TimedOut);
        Assert.Empty(answer.Unmarked);
        Assert.Null(answer.Trouble);
    }

    [Fact]
    public void Names_come_back_as_they_are()
    {
        foreach (var name in Nasty.Names)
        {
            var path = "/d/" + name;
            var unmarked = "unmarked\t" + PathText.FromBytes(CsyncName.Encode(PathText.ToBytes(path)));
            Assert.Equal([path], Read(unmarked).Unmarked);
            if (!name.Contains('\n', StringComparison.Ordinal))
            {
                Assert.Equal(Conflict, Read("why\t10\tn2\tFile is also marked dirty here!\t" + path).Refusals[path].Single().Reason);
            }
        }
    }

    [Fact]
    public void Words_cannot_move_the_cursor() =>
        Assert.Equal(@"ERROR: \x1b[2J", Read("said\tn2\tERROR: \u001b[2J").SaidOf("n2"));

    [Fact]
    public void A_peer_that_hangs_is_named() =>
        Assert.StartsWith("n2: ", Read("pushed\tn2\t124").Trouble, StringComparison.Ordinal);

    private static CsyncPushAnswer Read(params string[] lines)
    {
        var answer = new CsyncPushAnswer();
        foreach (var line in lines)
        {
            answer.Add(line);
        }

        return answer;
    }
}
