using System.Globalization;
using System.Text;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>One change on a node, as putschedule.sh takes it.</summary>
/// <param name="Word">What to do.</param>
/// <param name="Path">The file, or the timer's name.</param>
internal sealed record CsyncScheduleStep(string Word, string Path)
{
    private byte[] _content = [];
    private string _numbers = "- -";

    /// <summary>Puts a file there.</summary>
    public static CsyncScheduleStep Write(string path, string text) =>
        new("write", path) { _content = PathText.ToBytes(text), _numbers = Numbers(PathText.ToBytes(text).Length, 644) };

    /// <summary>Puts one line in another's place, if that is still there.</summary>
    public static CsyncScheduleStep Edit(CsyncSchedule schedule, string line)
    {
        var (old, now) = (PathText.ToBytes(schedule.Raw), PathText.ToBytes(line));
        var by = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"by {now.Length} - -\n"));
        return new CsyncScheduleStep("edit", schedule.File) { _content = [.. old, .. by, .. now], _numbers = Numbers(schedule.Line ?? 0, old.Length) };
    }

    /// <summary>The step as bytes.</summary>
    public byte[] ToBytes() => [.. PathText.ToBytes($"{Word} {_numbers} {Path}\n"), .. _content];

    private static string Numbers(int one, int two) => string.Create(CultureInfo.InvariantCulture, $"{one} {two}");
}
