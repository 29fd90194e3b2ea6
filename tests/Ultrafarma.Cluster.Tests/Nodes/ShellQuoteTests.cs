using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Csync;
using Ultrafarma.Cluster.Tests.Faults;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Nodes;

public sealed class ShellQuoteTests
{
    [Theory]
    [InlineData("", "''")]
    [InlineData("a b", "'a b'")]
    [InlineData("it's", @"'it'\''s'")]
    [InlineData("'", @"''\'''")]
    [InlineData("$(x)`y`\\", @"'$(x)`y`\'")]
    public void Quotes(string text, string word) => Assert.Equal(word, ShellQuote.Quote(text));

    [Fact]
    public void Nul_cannot_be_a_part_of_a_word() => Assert.Throws<ArgumentException>(() => ShellQuote.Quote("a\0b"));

    [Fact]
    public async Task Any_bytes_go_through_a_real_shell_unchanged()
    {
        const int Seed = 42;
        var random = new Random(Seed);
        var names = Nasty.Names.Select(PathText.ToBytes).Append([])
            .Concat(Enumerable.Range(0, 20_000).Select(_ => Nasty.Bytes(random, 24)))
            .Append([.. Enumerable.Range(1, 255).Select(b => (byte)b)])
            .ToList();

        // Words that are no UTF-8 reach a shell only in a file or on stdin: sh reads the script from there.
        using var script = new MemoryStream();
        foreach (var name in names)
        {
            script.Write("printf '%s\\0' "u8);
            script.Write(PathText.ToBytes(ShellQuote.Quote(PathText.FromBytes(name))));
            script.WriteByte((byte)'\n');
        }

        var output = await Local.RunAsync("exec sh", script.ToArray());

        var rest = output.AsSpan();
        for (var i = 0; i < names.Count; i++)
        {
            var end = rest.IndexOf((byte)0);
            Assert.True(end >= 0 && rest[..end].SequenceEqual(names[i]), $"seed {Seed}, {i}: {Nasty.Show(names[i])}");
            rest = rest[(end + 1)..];
        }

        Assert.Equal(0, rest.Length);
    }

    [Fact]
    public async Task Arguments_reach_a_command_as_they_are()
    {
        var words = Nasty.Names.Where(n => !n.Any(char.IsSurrogate)).ToArray();
        var output = await Local.RunAsync("printf '%s\\0' \"$@\"", [], words);
        Assert.Equal(CsyncText(words), output);
    }

    private static byte[] CsyncText(IEnumerable<string> words) => [.. words.SelectMany(w => PathText.ToBytes(w).Append((byte)0))];
}
