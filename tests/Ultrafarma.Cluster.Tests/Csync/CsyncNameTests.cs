using Ultrafarma.Cluster.Csync;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Csync;

public sealed class CsyncNameTests
{
    // urlencode.c's badchars, as octal escapes there.
    private static readonly byte[] Bad =
    [
        .. Enumerable.Range(1, 32).Select(b => (byte)b), 0x7F, (byte)'"', (byte)'\'', (byte)'%', (byte)'$', (byte)':', (byte)'|', (byte)'\\',
    ];

    [Fact]
    public void Encodes_each_byte_as_csync2_does()
    {
        for (var b = 1; b < 256; b++)
        {
            byte[] expected = Bad.Contains((byte)b) ? Nasty.Utf8($"%{b:X2}") : [(byte)b];
            Assert.Equal(expected, CsyncName.Encode([(byte)b]));
        }
    }

    [Fact]
    public void Decoding_undoes_encoding_and_nothing_encoded_can_leave_a_literal()
    {
        const int Seed = 7;
        var random = new Random(Seed);
        for (var i = 0; i < 50_000; i++)
        {
            var name = Nasty.Bytes(random, 40);
            var encoded = CsyncName.Encode(name);
            Assert.True(name.AsSpan().SequenceEqual(CsyncName.Decode(encoded)), $"seed {Seed}, {i}: {Nasty.Show(name)}");
            Assert.False(encoded.Any("'\"\n\t\\ "u8.ToArray().Contains), $"seed {Seed}, {i}: {Nasty.Show(name)}");
        }
    }

    [Theory]
    [InlineData("%41", "A")]
    [InlineData("%6a%6B", "jk")]
    [InlineData("%", "%")]
    [InlineData("%4", "%4")]
    [InlineData("a%2541b", "a%41b")]
    [InlineData("", "")]
    public void Decodes(string encoded, string expected) =>
        Assert.Equal(Nasty.Utf8(expected), CsyncName.Decode(Nasty.Utf8(encoded)));
}
