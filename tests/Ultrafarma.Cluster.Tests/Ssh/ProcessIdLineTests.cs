using System.Text;
using Ultrafarma.Cluster.Ssh.Transport;

namespace Ultrafarma.Cluster.Tests.Ssh;

public sealed class ProcessIdLineTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public async Task The_line_is_taken_out_however_it_arrives(int partLength)
    {
        var line = new ProcessIdLine();
        var said = "noise of a profile\n" + Word(line) + " 4711\ncomplaint\n";
        var seen = new StringBuilder();
        foreach (var part in said.Chunk(partLength))
        {
            seen.Append(Encoding.ASCII.GetString(line.Filter(Encoding.ASCII.GetBytes(part))));
        }

        Assert.Equal("noise of a profile\ncomplaint\n", seen.ToString());
        Assert.Equal(4711, await line.IdAsync(TimeSpan.Zero));
    }

    [Fact]
    public async Task Without_the_line_nothing_is_lost()
    {
        var line = new ProcessIdLine();
        Assert.True(line.Filter("no such shell"u8).IsEmpty);
        Assert.Equal("no such shell", Encoding.ASCII.GetString(line.Rest()));
        Assert.Equal("more", Encoding.ASCII.GetString(line.Filter("more"u8)));
        Assert.Equal(0, await line.IdAsync(TimeSpan.Zero));
    }

    [Fact]
    public void The_search_ends_after_much_noise() =>
        Assert.Equal(70_000, new ProcessIdLine().Filter(new byte[70_000]).Length);

    private static string Word(ProcessIdLine line) => line.Prepend("true").Split(' ')[1];
}
