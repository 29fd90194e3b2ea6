namespace Ultrafarma.Cluster.Csync;

/// <summary>Goes through a config's tokens for the parsers of its grammar, and keeps the first fault that they find.</summary>
/// <param name="stream">The tokens of all files.</param>
internal sealed class CsyncConfigCursor(CsyncTokenStream stream)
{
    private readonly CsyncTokenStream _stream = stream;

    /// <summary>The first fault; null when there is none.</summary>
    public CsyncConfigProblem? Problem { get; private set; }

    /// <summary>Nothing is left.</summary>
    public bool IsAtEnd => _stream.IsAtEnd;

    /// <summary>A keyword comes next.</summary>
    public bool IsAtKeyword => !_stream.IsAtEnd && _stream.Token.Kind == CsyncTokenKind.Keyword;

    /// <summary>A word that is no keyword comes next.</summary>
    public bool IsAtText => !_stream.IsAtEnd && _stream.Token.Kind == CsyncTokenKind.Text;

    /// <summary>What comes next.</summary>
    public CsyncToken Token => _stream.Token;

    /// <summary>Where that stands.</summary>
    public CsyncSpan Place => _stream.Place;

    /// <summary>Goes to the next token.</summary>
    public void Advance() => _stream.Advance();

    /// <summary>Takes all words that are no keywords.</summary>
    public void Texts(List<string> values)
    {
        while (Text(out var value, out _))
        {
            values.Add(value);
        }
    }

    /// <summary>Takes a word that is no keyword.</summary>
    public bool Text(out string value, out CsyncSpan place)
    {
        var isText = IsAtText;
        value = isText ? _stream.Token.Value : "";
        place = _stream.Place;
        if (isText)
        {
            _stream.Advance();
        }

        return isText;
    }

    /// <summary>Takes a mark, which must come next.</summary>
    public bool Take(string mark)
    {
        if (!IsMark(mark))
        {
            return SyntaxError();
        }

        _stream.Advance();
        return true;
    }

    /// <summary>Whether a mark comes next.</summary>
    public bool IsMark(string mark) => !_stream.IsAtEnd && _stream.Token.Is(CsyncTokenKind.Mark, mark);

    /// <summary>Whether a keyword comes next.</summary>
    public bool IsKeyword(string word) => !_stream.IsAtEnd && _stream.Token.Is(CsyncTokenKind.Keyword, word);

    /// <summary>What comes next is none of what csync2's grammar allows.</summary>
    /// <returns>False.</returns>
    public bool SyntaxError()
    {
        Problem ??= new CsyncConfigProblem(_stream.Place.File!.Path, _stream.Token.Line, "syntax error");
        return false;
    }

    /// <summary>csync2 refuses what stands at a place, in its own words.</summary>
    /// <returns>False.</returns>
    public bool Fail(CsyncSpan place, string message)
    {
        Problem ??= new CsyncConfigProblem(place.File!.Path, place.FirstToken.Line, message);
        return false;
    }
}
