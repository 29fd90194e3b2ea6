using System.Text.RegularExpressions;
using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Csync;

public sealed class CsyncRecordTests
{
    // 2026-07-01 12:00:00 UTC; 33188 is 0100644, 16877 is 040755, 41471 is 0120777.
    private const string Text = "v1:mtime=1782907200:mode=33188:uid=0:gid=0:type=reg:size=3";

    [Theory]
    [InlineData(Text, true)]
    [InlineData("v1:mode=33188:uid=0:gid=0:type=reg:size=3", true)]
    [InlineData("v1:mtime=1782907200:type=reg:size=3", true)]
    [InlineData("v1:mtime=1782907201:mode=33188:uid=0:gid=0:type=reg:size=3", false)]
    [InlineData("v1:mtime=1782907200:mode=33189:uid=0:gid=0:type=reg:size=3", false)]
    [InlineData("v1:mtime=1782907200:mode=33188:uid=1:gid=0:type=reg:size=3", false)]
    [InlineData("v1:mtime=1782907200:mode=33188:uid=0:gid=1:type=reg:size=3", false)]
    [InlineData("v1:mtime=1782907200:mode=33188:uid=0:gid=0:type=reg:size=4", false)]
    [InlineData("v1:mode=16877:uid=0:gid=0:type=dir", false)]
    [InlineData("v1:mode=x:uid=0:gid=0:type=reg:size=3", false)]
    public void Tells_whether_a_file_is_as_recorded(string recorded, bool expected) =>
        Assert.Equal(expected, CsyncRecord.Parse(recorded).Describes(Versions.File("n1", "abc")));

    [Fact]
    public void An_absent_file_is_not_as_recorded() =>
        Assert.False(CsyncRecord.Parse(Text).Describes(Versions.Absent("n1")));

    [Fact]
    public void Owners_are_recorded_as_signed_numbers() =>
        Assert.True(CsyncRecord.Parse("v1:uid=-2:type=reg").Describes(Versions.File("n1", "abc") with { Uid = 4294967294 }));

    [Fact]
    public void Set_id_and_sticky_bits_count()
    {
        var sticky = Versions.File("n1", "abc") with { Mode = "1644" };
        Assert.False(CsyncRecord.Parse(Text).Describes(sticky));
        Assert.True(CsyncRecord.Parse("v1:mode=33700:type=reg:size=3").Describes(sticky));
    }

    [Fact]
    public void A_directory_has_no_time_in_its_record() =>
        Assert.True(CsyncRecord.Parse("v1:mode=16877:uid=0:gid=0:type=dir").Describes(Versions.Directory("n1")));

    [Theory]
    [InlineData("/a b", "/a b", true)]
    [InlineData("/a:b'", "/a:b'", true)]
    [InlineData("/日本", "/日本", true)]
    [InlineData(@"x\udcffy", @"x\udcffy", true)]
    [InlineData(@"x\udcffy", @"x\udcfey", false)]
    [InlineData("/a", "/b", false)]
    public void A_link_is_as_recorded_when_its_target_is(string recorded, string actual, bool expected)
    {
        // csync2 encodes the target once for the check text and the whole text again for the database.
        byte[] text =
        [
            .. "v1:mode=41471:uid=0:gid=0:type=lnk:target="u8, .. CsyncName.Encode(PathText.ToBytes(Regex.Unescape(recorded))),
        ];
        byte[] row = [.. CsyncName.Encode(text), (byte)'\t', .. "/l%20x\n"u8];

        var record = CsyncRecord.ParseListing(row)["/l x"];

        Assert.Equal(expected, record.Describes(Versions.Link("n1", Regex.Unescape(actual))));
    }

    [Fact]
    public void A_row_without_a_name_is_refused() =>
        Assert.Throws<FormatException>(() => CsyncRecord.ParseListing("v1%3Atype=reg\n"u8));

    [Fact]
    public void Mutated_rows_give_records_or_a_format_exception()
    {
        const int Seed = 5;
        var random = new Random(Seed);
        byte[] good = [.. CsyncName.Encode(Nasty.Utf8(Text)), .. "\t/a%20b\n"u8];
        for (var i = 0; i < 20_000; i++)
        {
            var input = Nasty.Mutate(random, good);
            try
            {
                foreach (var record in CsyncRecord.ParseListing(input).Values)
                {
                    record.Describes(Versions.File("n1", "abc"));
                }
            }
            catch (FormatException)
            {
            }
            catch (Exception e)
            {
                Assert.Fail($"{e.GetType().Name} at seed {Seed}, input {i}: {Nasty.Show(input)}");
            }
        }
    }
}
