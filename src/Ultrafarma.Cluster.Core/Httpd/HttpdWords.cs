using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>A directive's name and arguments, taken apart as Apache's <c>ap_getword_conf</c> does.</summary>
internal sealed class HttpdWords
{
    private readonly byte[] _content;
    private readonly int[]? _offsets;
    private readonly int _start;
    private List<HttpdArgument>? _arguments;
    private readonly int _textFrom;
    private readonly int _textTo;

    private HttpdWords(byte[] content, int[]? offsets, int start)
    {
        _content = content;
        _offsets = offsets;
        _start = start;
        var from = SkipSpace(0);
        var to = content.Length;
        while (to > from && IsSpace(content[to - 1]))
        {
            to--;
        }

        var nameEnd = WordEnd(from, to, out var quote);
        Name = Unescape(from, nameEnd, quote);
        if (Name.StartsWith('<'))
        {
            // As Apache: the name's own last > goes, and else the arguments end at the line's last one.
            Name = Name[1..];
            if (Name.EndsWith('>'))
            {
                Name = Name[..^1];
                nameEnd = quote == '\0' ? Math.Max(from, nameEnd - 1) : nameEnd;
                to = nameEnd;
            }
            else if (content.AsSpan(nameEnd, to - nameEnd).LastIndexOf((byte)'>') is var bracket and >= 0)
            {
                to = nameEnd + bracket;
            }
        }

        _textFrom = Math.Min(SkipSpace(nameEnd), to);
        while (to > _textFrom && IsSpace(content[to - 1]))
        {
            to--;
        }

        _textTo = Math.Max(_textFrom, to);
        if (_textFrom == _textTo)
        {
            // No arguments: they would stand right after the name.
            _textFrom = _textTo = nameEnd;
        }
    }

    public string Name { get; }

    public string Text => PathText.FromBytes(_content.AsSpan(_textFrom, _textTo - _textFrom));

    public int TextOffset => At(_textFrom);

    public int TextLength => Span(_textFrom, _textTo);

    public IReadOnlyList<HttpdArgument> Arguments => _arguments ??= ReadArguments();

    public static HttpdWords Read(ReadOnlySpan<byte> bytes, HttpdExtent extent)
    {
        var (content, offsets) = HttpdLines.Join(bytes, extent);
        return new HttpdWords(content, offsets, extent.Offset);
    }

    /// <summary>Takes a text of arguments apart.</summary>
    public static IEnumerable<string> Split(string text)
    {
        // A name before it makes it a directive.
        var bytes = PathText.ToBytes("- " + text);
        return new HttpdWords(bytes, null, 0).Arguments.Select(a => a.Value);
    }

    /// <summary>The first word of a text that begins with it, without its quotes.</summary>
    public static byte[] FirstOf(ReadOnlySpan<byte> text)
    {
        var words = new HttpdWords(text.ToArray(), null, 0);
        var end = words.WordEnd(0, text.Length, out var quote);
        return PathText.ToBytes(words.Unescape(0, end, quote));
    }

    internal static bool IsSpace(byte b) => b is (byte)' ' or (>= 9 and <= 13);

    private List<HttpdArgument> ReadArguments()
    {
        var arguments = new List<HttpdArgument>();
        for (var from = _textFrom; from < _textTo;)
        {
            var to = WordEnd(from, _textTo, out var quote);
            arguments.Add(new HttpdArgument(Unescape(from, to, quote), At(from), Span(from, to), quote));
            from = Math.Min(SkipSpace(to), _textTo);
        }

        return arguments;
    }

    private int SkipSpace(int at)
    {
        while (at < _content.Length && IsSpace(_content[at]))
        {
            at++;
        }

        return at;
    }

    private int WordEnd(int from, int limit, out char quote)
    {
        quote = from < limit && _content[from] is (byte)'"' or (byte)'\'' ? (char)_content[from] : '\0';
        var at = from;
        if (quote == '\0')
        {
            while (at < limit && !IsSpace(_content[at]))
            {
                at++;
            }

            return at;
        }

        for (at++; at < limit && _content[at] != quote; at++)
        {
            if (_content[at] == '\\' && at + 1 < limit && (_content[at + 1] == quote || _content[at + 1] == '\\'))
            {
                at++;
            }
        }

        return Math.Min(at + 1, limit);
    }

    private string Unescape(int from, int to, char quote)
    {
        var word = _content.AsSpan(from, to - from);
        if (quote != '\0')
        {
            word = word[1..];
            word = IsClosed(word, quote) ? word[..^1] : word;
        }

        if (!word.Contains((byte)'\\'))
        {
            return PathText.FromBytes(word);
        }

        var plain = new byte[word.Length];
        var length = 0;
        for (var i = 0; i < word.Length; i++)
        {
            var isEscape = word[i] == '\\' && i + 1 < word.Length
                && (word[i + 1] == '\\' || (quote != '\0' && word[i + 1] == quote));
            plain[length++] = word[isEscape ? ++i : i];
        }

        return PathText.FromBytes(plain.AsSpan(0, length));
    }

    // A last quote that a backslash escapes does not close.
    private static bool IsClosed(ReadOnlySpan<byte> word, char quote)
    {
        for (var i = 0; i < word.Length; i++)
        {
            if (word[i] == '\\' && i + 1 < word.Length && (word[i + 1] == quote || word[i + 1] == '\\'))
            {
                i++;
            }
            else if (word[i] == quote)
            {
                return true;
            }
        }

        return false;
    }

    private int At(int index) => _offsets is null ? _start + index
        : index < _offsets.Length ? _offsets[index]
        : _offsets.Length == 0 ? _start : _offsets[^1] + 1;

    // From the first byte to the last, and with it the joins between.
    private int Span(int from, int to) => from == to ? 0 : At(to - 1) + 1 - At(from);
}
