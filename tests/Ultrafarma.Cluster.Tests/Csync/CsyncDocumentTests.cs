using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Csync;

public sealed class CsyncDocumentTests
{
    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("group g { host a; }")]
    [InlineData("group g\r\n{\r\n host a;\r\n}\r\n")]
    [InlineData("\"open")]
    [InlineData("\"\"\"")]
    [InlineData("config a b;config")]
    [InlineData("config\n\"x\"")]
    [InlineData("::a:b:: {{ }} g{ };")]
    [InlineData("a\0b \"c\0d\" #\0\n")]
    [InlineData("\uDCFF\uDC80 \uFEFF")]
    public void Prints_what_it_read(string text)
    {
        var document = CsyncDocument.Parse(PathText.ToBytes(text));
        Assert.Equal(text, PathText.FromBytes(document.ToBytes()));
        Assert.Equal(document.Bytes.Length, document.Tokens.Sum(t => t.Length));
    }

    [Theory]
    [InlineData("g{ };", "Text g{", "Mark }", "Mark ;")]
    [InlineData("{} { }", "Text {}", "Mark {", "Mark }")]
    [InlineData("on a*: /b;", "Keyword on", "Text a*", "Mark :", "Text /b", "Mark ;")]
    [InlineData("a:b: ::c ::", "Text a:b", "Mark :", "Text ::c", "Mark :", "Mark :")]
    [InlineData("a@b(c\"d e\"f)", "Text a", "Mark @", "Text b", "Mark (", "Text c", "Text d e", "Text f", "Mark )")]
    [InlineData("\"\" \"host\" host hosts # host\nx", "Text host", "Keyword host", "Text hosts", "Text x")]
    [InlineData("config a \"b;c", "File a", "File \"b", "Text c")]
    [InlineData("config\n\ta;config;b", "File a", "Text b")]
    [InlineData("configs \"config\"", "Text configs", "Text config")]
    [InlineData("a\0b include\0x", "Text a", "Text include")]
    [InlineData("\"open # end\n", "Text open # end\n")]
    public void Takes_words_apart_as_csync2_does(string text, params string[] expected) =>
        Assert.Equal(expected, CsyncDocument.Parse(PathText.ToBytes(text)).Tokens
            .Where(t => t.Kind is not (CsyncTokenKind.Space or CsyncTokenKind.Comment)).Select(t => $"{t.Kind} {t.Value}"));

    [Fact]
    public void Prints_200000_mutated_configs_as_they_were()
    {
        var random = new Random(4711);
        var seed = PathText.ToBytes(CsyncConf.Sample);
        ReadOnlySpan<byte> telling = "\\\r\n\0\"{}();:@# \t\xff\xef"u8;
        var refused = 0;
        for (var i = 0; i < 200_000; i++)
        {
            var bytes = i % 8 == 0 ? [.. seed] : seed.AsSpan(random.Next(seed.Length - 160), random.Next(160)).ToArray();
            for (var change = random.Next(6); change > 0 && bytes.Length > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = random.Next(4) == 0 ? (byte)random.Next(256) : telling[random.Next(telling.Length)];
            }

            var file = CsyncConf.File(CsyncConf.Path, bytes);
            if (!file.Document.ToBytes().AsSpan().SequenceEqual(bytes))
            {
                Assert.Fail($"Not the same: {Convert.ToHexString(bytes)}");
            }

            refused += CsyncConfigParser.Parse("n1", file, new Dictionary<string, CsyncConfigFile?>(StringComparer.Ordinal)).Config.Problem is null ? 0 : 1;
        }

        // Both kinds were among them.
        Assert.InRange(refused, 100_000, 199_000);
    }
}
