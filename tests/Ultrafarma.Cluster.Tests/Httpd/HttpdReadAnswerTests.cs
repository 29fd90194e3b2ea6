using System.Text;
using Ultrafarma.Cluster.Httpd;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Httpd;

public sealed class HttpdReadAnswerTests
{
    private static HttpdReadAnswer Parse(string text) => HttpdReadAnswer.Parse(Encoding.UTF8.GetBytes(text));

    [Fact]
    public void Reads_files_with_any_bytes_in_them()
    {
        var answer = Parse("E\03\0F\00\05 60 644 root:root\0/a b\0x\0F\0\n\0end\0");
        Assert.Equal([3], answer.Existing);
        var (question, file) = Assert.Single(answer.Files);
        Assert.Equal((0, "/a b", "644", "root:root", "x\0F\0\n"),
            (question, file.Path, file.Mode, file.Owner, Encoding.UTF8.GetString(file.Content.Span)));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddMinutes(1), file.Modified);
    }

    [Theory]
    [InlineData("F\00\05 60 644 root:root\0/a\0x")]
    [InlineData("F\00\05 60 644 root:root\0/a\0short\0")]
    [InlineData("F\00\05 60\0/a\0")]
    [InlineData("F\00\0x y z a:b\0/a\0")]
    [InlineData("banner\0")]
    [InlineData("banner")]
    public void Says_what_is_no_answer(string text) => Assert.Throws<FormatException>(() => Parse(text));
}
