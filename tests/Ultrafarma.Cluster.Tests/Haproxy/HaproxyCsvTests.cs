using System.Text;
using Ultrafarma.Cluster.Haproxy;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Haproxy;

public sealed class HaproxyCsvTests
{
    [Theory]
    [InlineData("a,b,c\n", new[] { "a", "b", "c" })]
    [InlineData("a,b,c,\n", new[] { "a", "b", "c", "" })]
    [InlineData(",,\n", new[] { "", "", "" })]
    [InlineData("a\n", new[] { "a" })]
    [InlineData("a,b\r\n", new[] { "a", "b" })]
    [InlineData("a,\r\n", new[] { "a", "" })]
    [InlineData("\"a\",\"b\"\r\n", new[] { "a", "b" })]
    [InlineData("a\rb,c\n", new[] { "a\rb", "c" })]
    [InlineData("\"a,b\",c\n", new[] { "a,b", "c" })]
    [InlineData("\"a \"\"b\"\" c\",d\n", new[] { "a \"b\" c", "d" })]
    [InlineData("\"\"\"\"\n", new[] { "\"" })]
    [InlineData("\"\",x\n", new[] { "", "x" })]
    [InlineData("\"\"\"\"\"\",x\n", new[] { "\"\"", "x" })]
    [InlineData("\"a\nb\",c\n", new[] { "a\nb", "c" })]
    [InlineData("\"a\r\n,\"\"\n\",c\n", new[] { "a\r\n,\"\n", "c" })]
    [InlineData("a\"b,c\"\"d\n", new[] { "a\"b", "c\"\"d" })]
    [InlineData("é,日本,\U0001F600\n", new[] { "é", "日本", "\U0001F600" })]
    [InlineData(" a , b \n", new[] { " a ", " b " })]
    public void A_line_is_read(string line, string[] expected)
    {
        var csv = Csv(line);
        Assert.True(csv.Read());
        Assert.True(csv.IsWhole);
        Assert.Equal(expected, Fields(csv));
        Assert.False(csv.Read());
    }

    [Theory]
    [InlineData("a,b")]
    [InlineData("a,")]
    [InlineData("a,b\r")]
    [InlineData("\"a")]
    [InlineData("\"a\n")]
    [InlineData("\"a\"\"")]
    [InlineData("\"a\"\"\n")]
    [InlineData("\"a\",\"")]
    [InlineData("\"a\"")]
    [InlineData("\"")]
    public void A_line_that_ends_too_early_is_not_whole(string line)
    {
        var csv = Csv(line);
        Assert.True(csv.Read());
        Assert.False(csv.IsWhole);
        Assert.False(csv.Read());
    }

    [Fact]
    public void An_empty_line_ends_a_table_and_the_next_one_follows()
    {
        var csv = Csv("a,b\n\n1\nrest\n");
        Assert.True(csv.Read());
        Assert.False(csv.Read());
        Assert.Equal(5, csv.Position);
        Assert.True(csv.Read());
        Assert.Equal(["1"], Fields(csv));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    public void Nothing_is_no_line(string text)
    {
        var csv = Csv(text);
        Assert.False(csv.Read());
        Assert.Equal(0, csv.Count);
        Assert.True(csv.Span(0).IsEmpty);
    }

    [Theory]
    [InlineData("0", 0L)]
    [InlineData("-1", -1L)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("9223372036854775808", null)]
    [InlineData("18446744073709551615", null)]
    [InlineData("", null)]
    [InlineData("-", null)]
    [InlineData("1.5", null)]
    [InlineData("1 ", null)]
    [InlineData(" 1", null)]
    [InlineData("1e3", null)]
    [InlineData("0x10", null)]
    [InlineData("١", null)]
    public void A_number_is_a_whole_one_or_none(string text, long? expected)
    {
        var csv = Csv($"{text},\n");
        Assert.True(csv.Read());
        Assert.Equal(expected, csv.Number(0));
        Assert.Equal(expected is not null, HaproxyCsv.IsNumber(csv.Span(0)));
        Assert.Null(csv.Number(-1));
        Assert.Null(csv.Number(7));
    }

    [Fact]
    public void A_line_may_have_more_fields_than_any_version_has_columns()
    {
        var csv = Csv(string.Join(',', Enumerable.Range(0, 5000)) + "\n");
        Assert.True(csv.Read());
        Assert.Equal(5000, csv.Count);
        Assert.Equal("4999", csv.Text(4999));
    }

    private static HaproxyCsv Csv(string text) => new(Encoding.UTF8.GetBytes(text));

    private static string[] Fields(HaproxyCsv csv) => [.. Enumerable.Range(0, csv.Count).Select(csv.Text)];
}
