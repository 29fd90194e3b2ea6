using System.Buffers;
using System.Collections.Frozen;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Takes a csync2.cfg apart as csync2's own scanner (cfgfile_scanner.l) does. Every byte is in one token.</summary>
internal ref struct CsyncScanner
{
    private static readonly SearchValues<byte> Blank = SearchValues.Create(" \r\n\t"u8);
    private static readonly SearchValues<byte> WordEnd = SearchValues.Create(" \r\n\t@;()#\""u8);
    private static readonly SearchValues<byte> FileEnd = SearchValues.Create(" \r\n\t;"u8);
    private static readonly SearchValues<byte> LineEnd = SearchValues.Create("\r\n"u8);

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly List<CsyncToken> _tokens;
    private bool _namesFiles;
    private int _line;

    private CsyncScanner(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        _tokens = new List<CsyncToken>(bytes.Length / 8);
        _line = 1;
    }

    /// <summary>The words that are no names unless they are quoted.</summary>
    public static FrozenSet<string> Keywords { get; } = new[]
    {
        "nossl", "ignore", "database", "group", "host", "exclude", "include", "compare", "key", "auto", "action", "pattern", "exec",
        "logfile", "do-local", "do-local-only", "prefix", "on", "lock-timeout", "tempdir", "backup-directory", "backup-generations",
        "no-cygwin-lowercase",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The word that names files to be read in its place; csync2 knows it wherever it stands.</summary>
    public const string FileWord = "config";

    public static List<CsyncToken> Scan(ReadOnlySpan<byte> bytes)
    {
        var scanner = new CsyncScanner(bytes);
        for (var at = 0; at < bytes.Length;)
        {
            at += scanner._namesFiles ? scanner.NextFile(at) : scanner.Next(at);
        }

        return scanner._tokens;
    }

    private int Next(int at)
    {
        var rest = _bytes[at..];
        switch (rest[0])
        {
            case (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n':
                return Add(CsyncTokenKind.Space, at, Until(rest.IndexOfAnyExcept(Blank), rest));
            case (byte)'#':
                return Add(CsyncTokenKind.Comment, at, Until(rest.IndexOfAny(LineEnd), rest));
            case (byte)'"':
                return Quoted(at, rest);
        }

        // A colon is part of a word unless it ends it; a word that is one brace is that brace.
        var word = rest[..Until(rest.IndexOfAny(WordEnd), rest)].TrimEnd((byte)':');
        return word.Length switch
        {
            0 => Add(CsyncTokenKind.Mark, at, 1, rest[..1]),
            1 when word[0] is (byte)'{' or (byte)'}' => Add(CsyncTokenKind.Mark, at, 1, word),
            var length => Word(at, length, word),
        };
    }

    private int Word(int at, int length, ReadOnlySpan<byte> word)
    {
        if (word.SequenceEqual("config"u8))
        {
            _namesFiles = true;
            return Add(CsyncTokenKind.Space, at, length);
        }

        var text = TextOf(word);

        // What a NUL cuts off makes no keyword of the rest: csync2's scanner compares before it cuts.
        var isKeyword = text.Length == length && Keywords.Contains(text);
        return Add(new CsyncToken(isKeyword ? CsyncTokenKind.Keyword : CsyncTokenKind.Text, at, length, _line, text));
    }

    private int Quoted(int at, ReadOnlySpan<byte> rest)
    {
        var length = rest[1..].IndexOf((byte)'"');
        var inner = length < 0 ? rest[1..] : rest.Slice(1, length);
        var whole = inner.Length + (length < 0 ? 1 : 2);
        return inner.IsEmpty ? Add(CsyncTokenKind.Space, at, whole) : Add(CsyncTokenKind.Text, at, whole, inner);
    }

    /// <summary>After the word config: names of files, whatever stands between, up to a semicolon.</summary>
    private int NextFile(int at)
    {
        var rest = _bytes[at..];
        if (rest[0] == ';')
        {
            _namesFiles = false;
            return Add(CsyncTokenKind.Space, at, 1);
        }

        var length = Until(rest.IndexOfAny(FileEnd), rest);
        return length > 0
            ? Add(CsyncTokenKind.File, at, length, rest[..length])
            : Add(CsyncTokenKind.Space, at, Until(rest.IndexOfAnyExcept(Blank), rest));
    }

    private int Add(CsyncTokenKind kind, int at, int length, ReadOnlySpan<byte> text = default) =>
        Add(new CsyncToken(kind, at, length, _line, text.IsEmpty ? "" : TextOf(text)));

    private int Add(CsyncToken token)
    {
        _tokens.Add(token);
        _line += _bytes.Slice(token.Offset, token.Length).Count((byte)'\n');
        return token.Length;
    }

    private static int Until(int index, ReadOnlySpan<byte> rest) => index < 0 ? rest.Length : index;

    private static string TextOf(ReadOnlySpan<byte> text)
    {
        var nul = text.IndexOf((byte)0);
        return PathText.FromBytes(nul < 0 ? text : text[..nul]);
    }
}
