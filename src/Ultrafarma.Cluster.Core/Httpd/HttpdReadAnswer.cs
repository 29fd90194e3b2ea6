using System.Globalization;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>What <c>read.sh</c> answered.</summary>
internal sealed class HttpdReadAnswer
{
    private static readonly byte[] EndMark = "\0end\0"u8.ToArray();

    /// <summary>What the program says of itself; null when it was not asked.</summary>
    public HttpdProgram? Program { get; private set; }

    /// <summary>The files, each with the number of the question, from 0, that it answers.</summary>
    public List<(int Question, HttpdConfigFile File)> Files { get; } = [];

    /// <summary>The questions about paths that exist.</summary>
    public HashSet<int> Existing { get; } = [];

    /// <summary>Where the main config itself is, links resolved; empty when it was not asked.</summary>
    public string RealMain { get; private set; } = "";

    /// <summary>Reads the script's output.</summary>
    /// <exception cref="FormatException">It is cut off, or a file changed while it was read.</exception>
    public static HttpdReadAnswer Parse(ReadOnlyMemory<byte> output)
    {
        var answer = new HttpdReadAnswer();
        var at = 0;
        while (at < output.Length)
        {
            switch (Field(output, ref at))
            {
                case "V":
                    answer.Program = HttpdProgram.Parse(Field(output, ref at), Field(output, ref at), Field(output, ref at));
                    break;
                case "E":
                    answer.Existing.Add(int.Parse(Field(output, ref at), CultureInfo.InvariantCulture));
                    break;
                case "R":
                    _ = Field(output, ref at);
                    answer.RealMain = Field(output, ref at);
                    break;
                case "F":
                    answer.Files.Add(File(output, ref at));
                    break;
                case var other:
                    throw new FormatException($"'{PathText.Display(other)}' begins no answer.");
            }
        }

        return answer;
    }

    private static (int Question, HttpdConfigFile File) File(ReadOnlyMemory<byte> output, ref int at)
    {
        var question = int.Parse(Field(output, ref at), CultureInfo.InvariantCulture);
        var facts = HttpdFileFacts.Parse(Field(output, ref at));
        var path = Field(output, ref at);
        var end = at + facts.SizeBytes;
        if (end + EndMark.Length > output.Length || !output.Span.Slice((int)end, EndMark.Length).SequenceEqual(EndMark))
        {
            throw new FormatException($"{PathText.Display(path)} changed while it was read. Try again.");
        }

        var content = output.Slice(at, (int)facts.SizeBytes);
        at = (int)end + EndMark.Length;
        return (question, new HttpdConfigFile(path, facts, content));
    }

    private static string Field(ReadOnlyMemory<byte> output, ref int at)
    {
        var length = output.Span[at..].IndexOf((byte)0);
        if (length < 0)
        {
            throw new FormatException("the answer is cut off.");
        }

        var field = PathText.FromBytes(output.Span.Slice(at, length));
        at += length + 1;
        return field;
    }
}
