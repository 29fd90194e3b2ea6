using System.Text;
using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Csync;

public sealed class CsyncListingTests
{
    [Theory]
    [InlineData("chary\tn1\tn2\t/a", false, "n1", "n2", "/a", false)]
    [InlineData("force\tn1\tn2\t/a", false, "n1", "n2", "/a", true)]
    [InlineData("0\tn1\tn2\t/a", true, "n1", "n2", "/a", false)]
    [InlineData("1\tn1\tn2\t/a", true, "n1", "n2", "/a", true)]
    [InlineData("chary\tn1\tn2\t/a b  c ", false, "n1", "n2", "/a b  c ", false)]
    [InlineData("chary\tn1\tn2\t/a\tb", false, "n1", "n2", "/a\tb", false)]
    [InlineData("chary\tn1\tn2\t/a%20b", false, "n1", "n2", "/a%20b", false)]
    [InlineData("0\tn1\tn2\t/a%20b", true, "n1", "n2", "/a b", false)]
    [InlineData("0\tn1\tn2\t/a%0Ab%09c", true, "n1", "n2", "/a\nb\tc", false)]
    [InlineData("0\tn1\tn2\t/a%2520b", true, "n1", "n2", "/a%20b", false)]
    [InlineData("0\tn1\tn2\t%25p%25/f", true, "n1", "n2", "%p%/f", false)]
    [InlineData("chary\tn1\tn2\t%p%/f", false, "n1", "n2", "%p%/f", false)]
    [InlineData("0\tn1\tn2\t/a%27%22%24%3A%7C%5C%7F", true, "n1", "n2", "/a'\"$:|\\\u007f", false)]
    [InlineData("0\tn1\tn2\t/日本", true, "n1", "n2", "/日本", false)]
    [InlineData("chary\tn1\tn2\t/日本", false, "n1", "n2", "/日本", false)]
    [InlineData("0\tn1\tn2\t/a%", true, "n1", "n2", "/a%", false)]
    public void Reads_a_row(string line, bool encoded, string me, string peer, string path, bool forced)
    {
        var row = Assert.Single(CsyncListing.Parse(Nasty.Utf8(line + "\n"), encoded));
        Assert.Equal(new CsyncDirtyRow(me, peer, path, forced), row);
    }

    [Theory]
    [InlineData("maybe\tn1\tn2\t/a")]
    [InlineData("2\tn1\tn2\t/a")]
    [InlineData("\tn1\tn2\t/a")]
    [InlineData("Force\tn1\tn2\t/a")]
    [InlineData("chary\t\tn2\t/a")]
    [InlineData("chary\tn1\t\t/a")]
    [InlineData("chary\tn1\tn2\t")]
    [InlineData("chary\tn1\tn2\ta")]
    [InlineData("chary\tn1\tn2")]
    [InlineData("chary")]
    [InlineData("")]
    [InlineData("chary\tn1\tn2\t/a\n\nchary\tn1\tn2\t/b")]
    [InlineData("ERROR: Connection refused")]
    public void Refuses_what_is_no_row(string text) =>
        Assert.Throws<FormatException>(() => CsyncListing.Parse(Nasty.Utf8(text + "\n"), encodedNames: false));

    [Fact]
    public void Nothing_is_no_rows() => Assert.Empty(CsyncListing.Parse([], encodedNames: true));

    [Fact]
    public void The_last_line_needs_no_end() =>
        Assert.Equal("/b", CsyncListing.Parse("0\tn1\tn2\t/a\n0\tn1\tn2\t/b"u8, encodedNames: true)[1].Path);

    [Fact]
    public void Several_peers_of_a_path_may_share_a_line() =>
        Assert.Equal(
            [("n2", "/a b"), ("n3", "/a b"), ("n2", "/c")],
            CsyncListing.Parse("0\tn1\tn2,n3\t/a%20b\n1\tn1\tn2\t/c\n"u8, encodedNames: true).Select(r => (r.PeerName, r.Path)));

    [Fact]
    public void Bytes_that_are_no_utf8_come_back_as_they_were()
    {
        byte[] name = [(byte)'/', 0xFF, 0xC3, (byte)'x', 0x80];
        foreach (var encoded in new[] { true, false })
        {
            var row = Assert.Single(CsyncListing.Parse([.. "0\tn1\tn2\t"u8, .. name], encoded));
            Assert.Equal(name, PathText.ToBytes(row.Path));
        }
    }

    [Fact]
    public void A_plain_listing_cannot_tell_a_forged_row_but_the_database_can()
    {
        const string Name = "/up/x\nforce\tn1\tn2\t/etc/passwd";
        var plain = CsyncListing.Parse(Nasty.Utf8("chary\tn1\tn2\t" + Name + "\n"), encodedNames: false);
        Assert.Equal(["/up/x", "/etc/passwd"], plain.Select(r => r.Path));

        byte[] encoded = [.. "0\tn1\tn2\t"u8, .. CsyncName.Encode(Nasty.Utf8(Name)), (byte)'\n'];
        Assert.Equal(Name, Assert.Single(CsyncListing.Parse(encoded, encodedNames: true)).Path);
    }

    [Fact]
    public void A_name_with_nul_is_refused_since_lists_of_paths_are_separated_by_it()
    {
        Assert.Throws<FormatException>(() => CsyncListing.Parse("0\tn1\tn2\t/a%00/etc/passwd\n"u8, encodedNames: true));
        Assert.Throws<FormatException>(() => CsyncListing.Parse("chary\tn1\tn2\t/a\0/etc/passwd\n"u8, encodedNames: false));
    }

    [Fact]
    public void Every_nasty_name_survives_the_database()
    {
        foreach (var name in Nasty.Names)
        {
            byte[] line = [.. "0\tn1\tn2\t"u8, .. CsyncName.Encode(PathText.ToBytes("/d/" + name)), (byte)'\n'];
            Assert.Equal("/d/" + name, Assert.Single(CsyncListing.Parse(line, encodedNames: true)).Path);
        }
    }

    [Fact]
    public void Mutated_listings_give_rows_or_a_format_exception()
    {
        const int Seed = 20260701;
        var random = new Random(Seed);
        var seeds = new[]
        {
            "chary\tn1\tn2\t/a b\nforce\tn1\tn3\t/data/x\n", "0\tn1\tn2\t/a%20b%0Ac\n1\tn1\tn3\t%25p%25/日本\n", "0\ta\tb\t/%\n", "",
        }.Select(Encoding.UTF8.GetBytes).ToArray();
        var understood = 0;
        for (var i = 0; i < 200_000; i++)
        {
            var input = Nasty.Mutate(random, seeds[i % seeds.Length]);
            try
            {
                var rows = CsyncListing.Parse(input, encodedNames: (i & 4) == 0);
                understood++;
                Assert.All(rows, row => Assert.True(row.Path[0] is '/' or '%' || (i & 4) == 0));
            }
            catch (FormatException)
            {
            }
            catch (Exception e)
            {
                Assert.Fail($"{e.GetType().Name} at seed {Seed}, input {i}: {Nasty.Show(input)}");
            }
        }

        Assert.InRange(understood, 20_000, 180_000);
    }
}
