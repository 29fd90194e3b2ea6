using System.Text;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Tests.Csync;

/// <summary>Names that break careless code, and a source of random ones that repeats by its seed.</summary>
internal static class Nasty
{
    /// <summary>File names (no slash, no NUL) that shells, listings and SQL like to trip over.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "plain", "two words", " lead", "trail ", "tab\there", "line\nfeed", "\nlead", "cr\rhere", "'", "''", "\"", "a'b\"c",
        "$(touch pwned)", "`touch pwned`", "$HOME", "${IFS}", "%", "%%", "%41", "%0A", "100%", "\\", "a\\nb", "trail\\",
        "-n", "--", "-rf", "*", "?", "[a-z]", "{a,b}", "~", "!", "(", ")", ";", "&", "|", "<", ">", "#hash", "a;b", "é", "日本",
        "\U0001F600", "\udcff", "a\udc80b", "\udcc3", "\u202Eevil", "\u001b[31m", "\u007f", "..x", ". ", "x\ny\tz",
        "force\tme\tpeer", "\nforce\tn1\tn2\t", "a:b", "a@b", "a=b", "a,b",
    ];

    /// <summary>A random name without NUL, as bytes: everything from printable to broken UTF-8.</summary>
    public static byte[] Bytes(Random random, int longest)
    {
        var bytes = new byte[random.Next(1, longest + 1)];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = random.Next(4) switch
            {
                0 => (byte)random.Next(1, 256),
                1 => (byte)"'\"%$\\ \t\n*`|:;-"[random.Next(14)],
                _ => (byte)random.Next('a', 'z' + 1),
            };
        }

        return bytes;
    }

    /// <summary>Changes a few bytes of an input: replaces, drops, doubles, cuts.</summary>
    public static byte[] Mutate(Random random, ReadOnlySpan<byte> input)
    {
        var bytes = new List<byte>(input.Length + 4);
        bytes.AddRange(input);
        for (var n = random.Next(1, 5); n > 0; n--)
        {
            var at = bytes.Count == 0 ? 0 : random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0 when bytes.Count > 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1 when bytes.Count > 0:
                    bytes.RemoveAt(at);
                    break;
                case 2:
                    bytes.Insert(at, (byte)"\t\n\0%-.9 ^/"[random.Next(10)]);
                    break;
                case 3 when bytes.Count > 0:
                    bytes.RemoveRange(at, random.Next(Math.Min(8, bytes.Count - at) + 1));
                    break;
                case 4 when bytes.Count > 0:
                    bytes.InsertRange(at, bytes.GetRange(at, random.Next(Math.Min(8, bytes.Count - at) + 1)));
                    break;
                case 5:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>An input as text that can be pasted into a test.</summary>
    public static string Show(ReadOnlySpan<byte> bytes) => PathText.Display(PathText.FromBytes(bytes)) + " = " + Convert.ToHexString(bytes);

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
