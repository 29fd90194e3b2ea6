namespace Ultrafarma.Cluster.Nodes;

/// <summary>Quotes text for a POSIX shell (POSIX.1-2017, XCU 2.2.2, single quotes).</summary>
public static class ShellQuote
{
    /// <summary>Returns one shell word that expands to exactly <paramref name="text"/>.</summary>
    /// <exception cref="ArgumentException"><paramref name="text"/> contains NUL, which no argument can carry.</exception>
    public static string Quote(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("A shell word cannot contain the NUL character.", nameof(text));
        }

        return "'" + text.Replace("'", @"'\''", StringComparison.Ordinal) + "'";
    }
}
