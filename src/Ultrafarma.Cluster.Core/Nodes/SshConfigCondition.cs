namespace Ultrafarma.Cluster.Nodes;

/// <summary>When the lines of a block count: a <c>Host</c> line's patterns.</summary>
/// <param name="Patterns">The patterns; an empty list is never met.</param>
internal sealed record SshConfigCondition(IReadOnlyList<string> Patterns)
{
    /// <summary>A block that is never looked at.</summary>
    public static SshConfigCondition Never { get; } = new([]);

    /// <summary>A block that always counts.</summary>
    public static SshConfigCondition Always { get; } = new(["*"]);

    /// <summary>True when one pattern fits and none that begins with <c>!</c> does.</summary>
    public bool IsMetBy(string alias)
    {
        var isMet = false;
        foreach (var pattern in Patterns)
        {
            if (pattern.StartsWith('!'))
            {
                if (Fits(pattern.AsSpan(1), alias))
                {
                    return false;
                }
            }
            else
            {
                isMet |= Fits(pattern, alias);
            }
        }

        return isMet;
    }

    // Not by a regular expression: the file is the user's, and a*a*a*b must not hang.
    private static bool Fits(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        int p = 0, t = 0, star = -1, starText = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                starText = t;
            }
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == text[t]))
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++starText;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].Trim('*').IsEmpty;
    }
}
