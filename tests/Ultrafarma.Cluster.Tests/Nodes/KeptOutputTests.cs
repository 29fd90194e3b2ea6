using System.Text;
using Ultrafarma.Cluster.Nodes;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Nodes;

public sealed class KeptOutputTests
{
    [Theory]
    [InlineData("", "", false)]
    [InlineData("a\n\n", "a", false)]
    [InlineData("\n a\r\n", "\n a\r", false)]
    [InlineData("12345678", "12345678", false)]
    [InlineData("123456789", "12345678", true)]
    [InlineData("1234567é", "1234567", true)]
    [InlineData("123456é!", "123456é", true)]
    [InlineData("123456€", "123456", true)]
    [InlineData("12345😀", "12345", true)]
    [InlineData("1234😀!", "1234😀", true)]
    public void The_first_part_is_kept_and_never_half_a_character(string written, string kept, bool isCut)
    {
        var output = new KeptOutput(8);
        foreach (var one in Encoding.UTF8.GetBytes(written))
        {
            output.Add(new[] { one });
        }

        Assert.Equal((kept, isCut, Encoding.UTF8.GetByteCount(written)), (output.ToText(), output.IsCut, output.Count));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_kept_too()
    {
        var output = new KeptOutput(8);
        byte[] bytes = [0xFF, (byte)'a', 0x80, 0xC3];
        output.Add(bytes);
        Assert.Equal(bytes, PathText.ToBytes(output.ToText()));
        output.Add(new byte[] { 0x80, 0x80, 0x80, 0x80, 0x80 });
        Assert.Equal([.. bytes, 0x80, 0x80, 0x80, 0x80], PathText.ToBytes(output.ToText()));
    }
}
