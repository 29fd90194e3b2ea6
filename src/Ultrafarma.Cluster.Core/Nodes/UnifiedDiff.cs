using System.Globalization;
using System.Text;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>The difference between two files in diff's unified format, as <c>diff -u</c> and <c>git diff</c> print it.</summary>
/// <remarks>
/// E. W. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986). A package would do it too, but would be loaded into
/// PowerShell's own context, beside the version that another module brings.
/// </remarks>
internal static class UnifiedDiff
{
    private const int Context = 3;

    // Beyond that many changed lines the shortest difference is of no use to anybody, and its cost grows with the square.
    private const int LongestPath = 1500;

    /// <summary>Compares two files.</summary>
    /// <param name="before">The old one.</param>
    /// <param name="after">The new one.</param>
    /// <param name="beforeName">What the old one is called.</param>
    /// <param name="afterName">What the new one is called.</param>
    /// <returns>Lines that end with a line feed, safe to show; empty when the files are the same.</returns>
    public static string Unified(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, string beforeName, string afterName)
    {
        if (before.SequenceEqual(after))
        {
            return "";
        }

        var (a, b) = (Split(before), Split(after));
        var lines = Merge(a, b);
        var text = new StringBuilder();
        text.Append("--- ").Append(PathText.Display(beforeName)).Append('\n').Append("+++ ").Append(PathText.Display(afterName)).Append('\n');
        var at = 0;
        while (NextHunk(lines, at) is { } hunk)
        {
            Write(text, lines, hunk);
            at = hunk.End;
        }

        return text.ToString();
    }

    /// <summary>How many lines a difference adds and takes away.</summary>
    public static (int Added, int Removed) Count(string diff)
    {
        var lines = diff.Split('\n').Skip(2).ToList();
        return (lines.Count(l => l.StartsWith('+')), lines.Count(l => l.StartsWith('-')));
    }

    private static List<string> Split(ReadOnlySpan<byte> bytes)
    {
        var lines = new List<string>();
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var length = end < 0 ? bytes.Length : end + 1;
            lines.Add(PathText.FromBytes(bytes[..length]));
            bytes = bytes[length..];
        }

        return lines;
    }

    private static List<(char Kind, string Text)> Merge(List<string> a, List<string> b)
    {
        var start = 0;
        while (start < a.Count && start < b.Count && a[start] == b[start])
        {
            start++;
        }

        var end = 0;
        while (end < a.Count - start && end < b.Count - start && a[^(end + 1)] == b[^(end + 1)])
        {
            end++;
        }

        var lines = new List<(char, string)>(a.Count + b.Count - start - end);
        lines.AddRange(a.Take(start).Select(l => (' ', l)));
        lines.AddRange(Shortest(a.GetRange(start, a.Count - start - end), b.GetRange(start, b.Count - start - end)));
        lines.AddRange(a.TakeLast(end).Select(l => (' ', l)));
        return lines;
    }

    private static IEnumerable<(char Kind, string Text)> Shortest(List<string> a, List<string> b)
    {
        if (Trace(a, b) is not { } trace)
        {
            return a.Select(l => ('-', l)).Concat(b.Select(l => ('+', l)));
        }

        // From the end back: each round's furthest points say where its one change was.
        var path = new List<(char, string)>();
        var (x, y) = (a.Count, b.Count);
        for (var d = trace.Count - 1; d >= 0; d--)
        {
            var k = x - y;
            var isInsert = d > 0 && (k == -d || (k != d && trace[d - 1][k - 1 + d - 1] < trace[d - 1][k + 1 + d - 1]));
            var fromK = isInsert ? k + 1 : k - 1;
            var fromX = d == 0 ? 0 : trace[d - 1][fromK + d - 1];
            var fromY = d == 0 ? 0 : fromX - fromK;
            while (x > fromX && y > fromY)
            {
                path.Add((' ', a[--x]));
                y--;
            }

            if (d > 0)
            {
                path.Add(isInsert ? ('+', b[--y]) : ('-', a[--x]));
            }
        }

        path.Reverse();
        return path;
    }

    /// <summary>For each number of changes the furthest line of <paramref name="a"/> on each diagonal, at index diagonal + number.</summary>
    private static List<int[]>? Trace(List<string> a, List<string> b)
    {
        var trace = new List<int[]>();
        for (var d = 0; d <= LongestPath; d++)
        {
            var furthest = new int[(2 * d) + 1];
            trace.Add(furthest);
            for (var k = -d; k <= d; k += 2)
            {
                var x = d == 0 ? 0
                    : k == -d || (k != d && Last(k - 1) < Last(k + 1)) ? Last(k + 1)
                    : Last(k - 1) + 1;
                while (x < a.Count && x - k < b.Count && a[x] == b[x - k])
                {
                    x++;
                }

                furthest[k + d] = x;
                if (x >= a.Count && x - k >= b.Count)
                {
                    return trace;
                }
            }

            int Last(int k) => trace[d - 1][k + d - 1];
        }

        return null;
    }

    private static (int Begin, int End)? NextHunk(List<(char Kind, string Text)> lines, int from)
    {
        var first = lines.FindIndex(from, l => l.Kind != ' ');
        if (first < 0)
        {
            return null;
        }

        var last = first;
        for (var i = first; i < lines.Count && i - last <= 2 * Context; i++)
        {
            last = lines[i].Kind != ' ' ? i : last;
        }

        return (Math.Max(from, first - Context), Math.Min(lines.Count, last + Context + 1));
    }

    private static void Write(StringBuilder text, List<(char Kind, string Text)> lines, (int Begin, int End) hunk)
    {
        var part = lines.GetRange(hunk.Begin, hunk.End - hunk.Begin);
        var before = Range(lines.Take(hunk.Begin).Count(l => l.Kind != '+'), part.Count(l => l.Kind != '+'));
        var after = Range(lines.Take(hunk.Begin).Count(l => l.Kind != '-'), part.Count(l => l.Kind != '-'));
        text.Append(CultureInfo.InvariantCulture, $"@@ -{before} +{after} @@\n");
        foreach (var (kind, line) in part)
        {
            // Tabs are what configs are indented with; whatever else moves a terminal's cursor is shown, not sent.
            text.Append(kind).AppendJoin('\t', line.TrimEnd('\n').Split('\t').Select(p => PathText.Display(p))).Append('\n');
            if (!line.EndsWith('\n'))
            {
                text.Append("\\ No newline at end of file\n");
            }
        }
    }

    // An empty range is said to stand after the line before it.
    private static string Range(int before, int count) => string.Create(CultureInfo.InvariantCulture,
        $"{(count == 0 ? before : before + 1)}{(count == 1 ? "" : "," + count.ToString(CultureInfo.InvariantCulture))}");
}
