using System.Text;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>Cuts a line of an ssh_config into words, as OpenSSH does.</summary>
internal static class SshConfigWords
{
    /// <summary>The keyword and its values; empty for a comment, null when a quote is left open.</summary>
    public static IReadOnlyList<string>? Split(string line)
    {
        var text = line.Trim();
        if (text.Length == 0 || text[0] == '#')
        {
            return [];
        }

        var end = text.AsSpan().IndexOfAny(' ', '\t', '=');
        if (end < 0)
        {
            return [text];
        }

        var rest = text[end..].TrimStart();
        rest = rest.StartsWith('=') ? rest[1..] : rest;
        return Values(rest) is { } values ? [text[..end], .. values] : null;
    }

    private static List<string>? Values(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var isWord = false;
        var quote = '\0';
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\\' && i + 1 < text.Length && (text[i + 1] is '"' or '\'' or '\\' || (quote == '\0' && text[i + 1] == ' ')))
            {
                word.Append(text[++i]);
                isWord = true;
            }
            else if (quote != '\0')
            {
                if (c == quote)
                {
                    quote = '\0';
                }
                else
                {
                    word.Append(c);
                }
            }
            else if (c is '"' or '\'')
            {
                quote = c;
                isWord = true;
            }
            else if (c is ' ' or '\t')
            {
                Finish();
            }
            else if (c == '#' && !isWord)
            {
                break;
            }
            else
            {
                word.Append(c);
                isWord = true;
            }
        }

        Finish();
        return quote == '\0' ? words : null;

        void Finish()
        {
            if (isWord)
            {
                words.Add(word.ToString());
                word.Clear();
                isWord = false;
            }
        }
    }
}
