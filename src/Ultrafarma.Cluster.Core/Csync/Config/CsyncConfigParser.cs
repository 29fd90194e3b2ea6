namespace Ultrafarma.Cluster.Csync;

/// <summary>
/// Reads csync2's config by csync2's own grammar (cfgfile_parser.y), and refuses what that refuses. Like csync2, it stops at the
/// first fault; what it has read until there is kept.
/// </summary>
internal sealed class CsyncConfigParser
{
    private readonly string _node;
    private readonly CsyncTokenStream _stream;
    private readonly List<CsyncGroup> _groups = [];
    private readonly List<CsyncConfigPrefix> _prefixes = [];
    private readonly List<CsyncConfigSetting> _settings = [];
    private CsyncConfigProblem? _problem;
    private CsyncSpan _actionEnd;
    private int _unnamed;

    private CsyncConfigParser(string node, CsyncTokenStream stream)
    {
        _node = node;
        _stream = stream;
    }

    /// <summary>Reads a config.</summary>
    /// <param name="node">The node that it is of.</param>
    /// <param name="main">The main file.</param>
    /// <param name="known">The files that it reads, by absolute path; null for one that cannot be opened.</param>
    /// <returns>The config, and the next file that must be known; null when all are.</returns>
    public static (CsyncConfig Config, string? Missing) Parse(
        string node, CsyncConfigFile main, IReadOnlyDictionary<string, CsyncConfigFile?> known)
    {
        var stream = new CsyncTokenStream(main, known);
        var parser = new CsyncConfigParser(node, stream);
        parser.ReadAll();
        return (new CsyncConfig
        {
            Node = node,
            Path = main.Path,
            Files = stream.Files,
            Groups = parser._groups,
            Prefixes = parser._prefixes,
            Settings = parser._settings,
            Problem = stream.Problem ?? (stream.Missing is null ? parser._problem : null),
        }, stream.Missing);
    }

    private bool IsText => !_stream.IsAtEnd && _stream.Token.Kind == CsyncTokenKind.Text;

    private int Line => _stream.Token.Line;

    private string File => _stream.Place.File!.Path;

    private void ReadAll()
    {
        _stream.Advance();
        while (!_stream.IsAtEnd && Block())
        {
        }
    }

    private bool Block()
    {
        var start = _stream.Place;
        if (_stream.Token.Kind != CsyncTokenKind.Keyword)
        {
            return SyntaxError();
        }

        var keyword = _stream.Token.Value;
        _stream.Advance();
        return keyword switch
        {
            "group" => Group(start),
            "prefix" => Prefix(),
            "nossl" => Setting(keyword, start, 2, 2),
            "database" or "tempdir" or "lock-timeout" => Setting(keyword, start, 1, 1),
            "ignore" => Setting(keyword, start, 0, int.MaxValue),
            "no-cygwin-lowercase" => Take(";") && Fail(start, "Found 'nocygwinlowercase' but this is not a cygwin csync2."),
            _ => Fail(start, "syntax error"),
        };
    }

    private bool Setting(string keyword, CsyncSpan start, int least, int most)
    {
        var values = new List<string>();
        while (values.Count < most && IsText)
        {
            values.Add(_stream.Token.Value);
            _stream.Advance();
        }

        if (values.Count < least || !Take(";"))
        {
            return SyntaxError();
        }

        _settings.Add(new CsyncConfigSetting(keyword, string.Join(' ', values), start.File!.Path, start.FirstToken.Line));
        return keyword != "ignore" || values.Find(v => v is not ("uid" or "gid" or "mod")) is not { } unknown
            || Fail(start, $"Unknown 'ignore' porperty: '{unknown}'.");
    }

    private bool Prefix()
    {
        if (!Text(out var name, out _) || !Take("{"))
        {
            return SyntaxError();
        }

        while (IsKeyword("on"))
        {
            var start = _stream.Place;
            _stream.Advance();
            if (!Text(out var pattern, out _) || !Take(":") || !Text(out var path, out _) || !Take(";"))
            {
                return SyntaxError();
            }

            if (!path.StartsWith('/'))
            {
                return Fail(start, $"Prefix '{path}' is not an absolute path.");
            }

            _prefixes.Add(new CsyncConfigPrefix(name, pattern, TrimSlashes(path), start.File!.Path, start.FirstToken.Line));
        }

        return Take("}");
    }

    private bool Group(CsyncSpan start)
    {
        var builder = new CsyncGroupBuilder();
        var name = Text(out var given, out _) ? given : $"group_{++_unnamed}";
        builder.Open = _stream.Place;
        var isGood = Take("{") && Statements(builder);
        _groups.Add(builder.ToGroup(_node, name, start));
        return isGood && (builder.HasKey || Fail(start, "every group must have a key."));
    }

    private bool Statements(CsyncGroupBuilder group)
    {
        while (!_stream.IsAtEnd && _stream.Token.Kind == CsyncTokenKind.Keyword)
        {
            var start = _stream.Place;
            var keyword = _stream.Token.Value;
            var items = new List<CsyncSpan>();
            _stream.Advance();
            var isGood = keyword switch
            {
                "host" => Hosts(group, items),
                "include" or "exclude" or "compare" => Patterns(group, keyword, items),
                "key" or "auto" or "backup-directory" or "backup-generations" => GroupSetting(group, keyword, items),
                "action" => Action(group, start),
                _ => Fail(start, "syntax error"),
            };
            var end = _stream.Place;
            if (!isGood || (keyword != "action" && !Take(";")))
            {
                return false;
            }

            group.Statements.Add(new CsyncStatement(keyword, Whole(start, keyword == "action" ? _actionEnd : end, items), items));
        }

        return Take("}");
    }

    private bool Hosts(CsyncGroupBuilder group, List<CsyncSpan> items)
    {
        var isSlave = false;
        while (true)
        {
            if (Text(out var name, out var span))
            {
                var peer = name;
                var last = span;
                if (IsMark("@"))
                {
                    _stream.Advance();
                    if (!Text(out peer, out last))
                    {
                        return SyntaxError();
                    }
                }

                var whole = span.To(last);
                var (file, line) = (span.File!.Path, span.FirstToken.Line);
                items.Add(whole);
                group.Hosts.Add(new CsyncConfigHost(Lower(name), Lower(peer), isSlave, file, line) { Span = whole });
            }
            else if (IsMark(isSlave ? ")" : "("))
            {
                isSlave = !isSlave;
                _stream.Advance();
            }
            else
            {
                return !isSlave || SyntaxError();
            }
        }
    }

    private bool Patterns(CsyncGroupBuilder group, string keyword, List<CsyncSpan> items)
    {
        while (Text(out var pattern, out var span))
        {
            items.Add(span);
            var (file, line) = (span.File!.Path, span.FirstToken.Line);
            group.Patterns.Add(new CsyncConfigPattern(TrimSlashes(pattern), Kind(keyword), file, line) { Span = span });
        }

        if (keyword == "compare")
        {
            // csync2's grammar takes all but the last one for includes.
            for (var i = group.Patterns.Count - items.Count; i < group.Patterns.Count - 1; i++)
            {
                group.Patterns[i] = group.Patterns[i] with { Kind = CsyncPatternKind.Include };
            }
        }

        return true;
    }

    private bool GroupSetting(CsyncGroupBuilder group, string keyword, List<CsyncSpan> items)
    {
        if (!Text(out var value, out var span))
        {
            return SyntaxError();
        }

        items.Add(span);
        return group.Set(new CsyncConfigSetting(keyword, value, span.File!.Path, span.FirstToken.Line) { Span = span }) is not { } fault
            || Fail(span, fault);
    }

    private bool Action(CsyncGroupBuilder group, CsyncSpan start)
    {
        var patterns = new List<string>();
        var commands = new List<string>();
        var action = new CsyncConfigAction { Patterns = patterns, Commands = commands, File = start.File!.Path, Line = start.FirstToken.Line };
        if (!Take("{"))
        {
            return false;
        }

        while (!_stream.IsAtEnd && _stream.Token.Kind == CsyncTokenKind.Keyword)
        {
            var keyword = _stream.Token.Value;
            _stream.Advance();
            switch (keyword)
            {
                case "pattern":
                    Texts(patterns);
                    break;
                case "exec":
                    Texts(commands);
                    break;
                case "logfile" when Text(out var file, out _):
                    action = action with { LogFile = file };
                    break;
                case "do-local":
                    action = action with { RunsLocally = true };
                    break;
                case "do-local-only":
                    action = action with { RunsLocally = true, RunsOnlyLocally = true };
                    break;
                default:
                    return SyntaxError();
            }

            if (!Take(";"))
            {
                return false;
            }
        }

        _actionEnd = _stream.Place;
        group.Actions.Add(action);
        return Take("}");
    }

    private void Texts(List<string> values)
    {
        while (Text(out var value, out _))
        {
            values.Add(value);
        }
    }

    private bool Text(out string value, out CsyncSpan place)
    {
        var isText = IsText;
        value = isText ? _stream.Token.Value : "";
        place = _stream.Place;
        if (isText)
        {
            _stream.Advance();
        }

        return isText;
    }

    private bool Take(string mark)
    {
        if (!IsMark(mark))
        {
            return SyntaxError();
        }

        _stream.Advance();
        return true;
    }

    private bool IsMark(string mark) => !_stream.IsAtEnd && _stream.Token.Is(CsyncTokenKind.Mark, mark);

    private bool IsKeyword(string word) => !_stream.IsAtEnd && _stream.Token.Is(CsyncTokenKind.Keyword, word);

    private bool SyntaxError()
    {
        _problem ??= new CsyncConfigProblem(File, Line, "syntax error");
        return false;
    }

    private bool Fail(CsyncSpan place, string message)
    {
        _problem ??= new CsyncConfigProblem(place.File!.Path, place.FirstToken.Line, message);
        return false;
    }

    /// <summary>A statement's place; none when a part of it comes from another file.</summary>
    private static CsyncSpan Whole(CsyncSpan start, CsyncSpan end, List<CsyncSpan> items)
    {
        var whole = start.To(end);
        return items.TrueForAll(i => i.File == whole.File) ? whole : whole with { File = null };
    }

    private static CsyncPatternKind Kind(string keyword) => keyword switch
    {
        "include" => CsyncPatternKind.Include,
        "exclude" => CsyncPatternKind.Exclude,
        _ => CsyncPatternKind.Compare,
    };

    // As csync2 does with every pattern and prefix.
    internal static string TrimSlashes(string path)
    {
        var trimmed = path.TrimEnd('/');
        return trimmed.Length == 0 && path.Length > 0 ? "/" : trimmed;
    }

#pragma warning disable CA1308 // csync2 compares names in small letters and knows ASCII's alone.
    private static string Lower(string name) => string.Create(name.Length, name, (span, from) =>
    {
        for (var i = 0; i < from.Length; i++)
        {
            span[i] = char.IsAsciiLetterUpper(from[i]) ? char.ToLowerInvariant(from[i]) : from[i];
        }
    });
#pragma warning restore CA1308
}
