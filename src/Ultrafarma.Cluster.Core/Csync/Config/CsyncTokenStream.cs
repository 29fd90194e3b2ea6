namespace Ultrafarma.Cluster.Csync;

/// <summary>
/// The tokens that mean something, of the main file and of those that it reads in its midst: to csync2 they are one stream, so that
/// a group may begin in one file and end in another.
/// </summary>
/// <param name="main">The main file.</param>
/// <param name="known">The other files by their absolute paths; null for one that cannot be opened.</param>
internal sealed class CsyncTokenStream(CsyncConfigFile main, IReadOnlyDictionary<string, CsyncConfigFile?> known)
{
    private const int MaxDepth = 10;

    // csync2 has no such bound; ten files that read each other a hundred times would keep it busy for ever.
    private const int MaxTokens = 1_000_000;
    private readonly Stack<(CsyncConfigFile File, int Next)> _stack = new([(main, 0)]);
    private int _count;

    /// <summary>The files in the order in which they are first read.</summary>
    public List<CsyncConfigFile> Files { get; } = [main];

    /// <summary>Where the stream stands.</summary>
    public CsyncSpan Place { get; private set; } = new(main, 0, 0);

    /// <summary>The token there.</summary>
    public CsyncToken Token { get; private set; }

    /// <summary>True behind the last token, or where the stream cannot go on.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>Why it cannot go on.</summary>
    public CsyncConfigProblem? Problem { get; private set; }

    /// <summary>The file that has to be known for it to go on.</summary>
    public string? Missing { get; private set; }

    /// <summary>Goes to the next token.</summary>
    public void Advance()
    {
        while (!IsAtEnd && _stack.TryPop(out var at))
        {
            var tokens = at.File.Document.Tokens;
            if (at.Next >= tokens.Count)
            {
                continue;
            }

            _stack.Push((at.File, at.Next + 1));
            Token = tokens[at.Next];
            Place = new CsyncSpan(at.File, at.Next, at.Next);
            if (++_count > MaxTokens)
            {
                Stop("The config has more than a million words.");
            }
            else if (Token.Kind == CsyncTokenKind.File)
            {
                Enter(Token.Value);
            }
            else if (Token.Kind is not (CsyncTokenKind.Space or CsyncTokenKind.Comment))
            {
                return;
            }
        }

        IsAtEnd = true;
    }

    private void Enter(string name)
    {
        // csync2 takes it from its working directory, which for its service and for us is the root.
        var path = name.StartsWith('/') ? name : "/" + name;
        if (_stack.Count > MaxDepth)
        {
            Stop("Config includes nested too deeply.");
        }
        else if (!known.TryGetValue(path, out var file))
        {
            Missing = path;
            IsAtEnd = true;
        }
        else if (file is null)
        {
            Stop($"Can't open included config file '{name}'.");
        }
        else
        {
            _stack.Push((file, 0));
            if (!Files.Contains(file))
            {
                Files.Add(file);
            }
        }
    }

    private void Stop(string message)
    {
        Problem = new CsyncConfigProblem(Place.File!.Path, Token.Line, message);
        IsAtEnd = true;
    }
}
