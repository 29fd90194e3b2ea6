using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Ultrafarma.Cluster.Nodes;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Nodes;

public sealed class PathTextTests
{
    [Fact]
    public void Any_bytes_come_back_unchanged()
    {
        const int Seed = 1;
        var random = new Random(Seed);
        for (var i = 0; i < 100_000; i++)
        {
            var bytes = new byte[random.Next(0, 24)];
            random.NextBytes(bytes);
            if (i % 2 == 0)
            {
                // Mostly multi-byte sequences, whole, cut and overlong.
                for (var k = 0; k < bytes.Length; k++)
                {
                    bytes[k] |= 0x80;
                }
            }

            var text = PathText.FromBytes(bytes);
            Assert.True(bytes.AsSpan().SequenceEqual(PathText.ToBytes(text)), $"seed {Seed}, {i}: {Convert.ToHexString(bytes)}");
        }
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("é日本\U0001F600")]
    [InlineData("\0\u0001\n")]
    public void Valid_utf8_is_plain_text(string text) => Assert.Equal(text, PathText.FromBytes(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData(new byte[] { 0xFF }, @"\udcff")]
    [InlineData(new byte[] { 0xC3 }, @"\udcc3")]
    [InlineData(new byte[] { 0xC0, 0x80 }, @"\udcc0\udc80")]
    [InlineData(new byte[] { 0xED, 0xB2, 0x80 }, @"\udced\udcb2\udc80")]
    [InlineData(new byte[] { 0xE6, 0x97, 0x41 }, @"\udce6\udc97A")]
    public void Other_bytes_are_lone_surrogates_as_in_python(byte[] bytes, string escaped) =>
        Assert.Equal(Regex.Unescape(escaped), PathText.FromBytes(bytes));

    [Theory]
    [InlineData(@"\ud800")]
    [InlineData(@"\udc00")]
    [InlineData(@"\udc7f")]
    [InlineData(@"\udd00")]
    [InlineData(@"a\udbff")]
    public void A_surrogate_that_stands_for_no_byte_is_refused(string escaped) =>
        Assert.Throws<ArgumentException>(() => PathText.ToBytes(Regex.Unescape(escaped)));

    [Theory]
    [InlineData("plain text, é 日本 \U0001F600", "plain text, é 日本 \U0001F600")]
    [InlineData("a\nb", @"a\nb")]
    [InlineData("a\rb\tc", @"a\rb\tc")]
    [InlineData("\u001b[31m", @"\x1b[31m")]
    [InlineData("\u0085\u009b", @"\x85\x9b")]
    [InlineData("\u202Eexe", @"\u202eexe")]
    [InlineData("\u2066x\u2069\u200b\ufeff", @"\u2066x\u2069\u200b\ufeff")]
    [InlineData("\u2028", @"\u2028")]
    public void Shows_text_that_a_terminal_can_bear(string text, string shown) => Assert.Equal(shown, PathText.Display(text));

    [Fact]
    public void Shows_bytes_that_are_no_text()
    {
        Assert.Equal(@"a\xffb", PathText.Display("a\udcffb"));
        Assert.Equal(@"\ud800", PathText.Display("\ud800"));
    }

    [Fact]
    public void Lines_can_be_kept() => Assert.Equal("a\nb\\x1b", PathText.Display("a\nb\u001b", keepLines: true));

    [Fact]
    public void Nothing_that_is_shown_moves_the_cursor_or_turns_the_text()
    {
        const int Seed = 2;
        var random = new Random(Seed);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = new byte[random.Next(1, 30)];
            random.NextBytes(bytes);
            var text = random.Next(2) == 0 ? PathText.FromBytes(bytes) : Encoding.Unicode.GetString(bytes);
            var shown = PathText.Display(text);
            for (var k = 0; k < shown.Length; k++)
            {
                var isPair = char.IsHighSurrogate(shown[k]) && k + 1 < shown.Length && char.IsLowSurrogate(shown[k + 1]);
                var category = isPair ? CharUnicodeInfo.GetUnicodeCategory(shown, k) : char.GetUnicodeCategory(shown[k]);
                Assert.False(
                    category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate,
                    $"seed {Seed}, {i}: {Convert.ToHexString(Encoding.Unicode.GetBytes(text))}");
                k += isPair ? 1 : 0;
            }
        }
    }
}
