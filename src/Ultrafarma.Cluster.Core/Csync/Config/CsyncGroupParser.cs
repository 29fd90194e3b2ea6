namespace Ultrafarma.Cluster.Csync;

/// <summary>Reads what stands between the braces of a group, by csync2's own grammar (cfgfile_parser.y).</summary>
/// <param name="cursor">The config's tokens.</param>
/// <param name="group">What is read.</param>
internal sealed class CsyncGroupParser(CsyncConfigCursor cursor, CsyncGroupBuilder group)
{
    private readonly CsyncConfigCursor _cursor = cursor;
    private CsyncSpan _actionEnd;

    /// <summary>Reads up to the closing brace.</summary>
    /// <returns>False when csync2 refuses it.</returns>
    public bool Read()
    {
        while (_cursor.IsAtKeyword)
        {
            var start = _cursor.Place;
            var keyword = _cursor.Token.Value;
            var items = new List<CsyncSpan>();
            _cursor.Advance();
            var isGood = keyword switch
            {
                "host" => Hosts(items),
                "include" or "exclude" or "compare" => Patterns(keyword, items),
                "key" or "auto" or "backup-directory" or "backup-generations" => GroupSetting(keyword, items),
                "action" => Action(start),
                _ => _cursor.Fail(start, "syntax error"),
            };
            var end = _cursor.Place;
            if (!isGood || (keyword != "action" && !_cursor.Take(";")))
            {
                return false;
            }

            group.Statements.Add(new CsyncStatement(keyword, Whole(start, keyword == "action" ? _actionEnd : end, items), items));
        }

        return _cursor.Take("}");
    }

    private bool Hosts(List<CsyncSpan> items)
    {
        var isSlave = false;
        while (true)
        {
            if (_cursor.Text(out var name, out var span))
            {
                var peer = name;
                var last = span;
                if (_cursor.IsMark("@"))
                {
                    _cursor.Advance();
                    if (!_cursor.Text(out peer, out last))
                    {
                        return _cursor.SyntaxError();
                    }
                }

                var whole = span.To(last);
                var (file, line) = (span.File!.Path, span.FirstToken.Line);
                items.Add(whole);
                group.Hosts.Add(new CsyncConfigHost(Lower(name), Lower(peer), isSlave, file, line) { Span = whole });
            }
            else if (_cursor.IsMark(isSlave ? ")" : "("))
            {
                isSlave = !isSlave;
                _cursor.Advance();
            }
            else
            {
                return !isSlave || _cursor.SyntaxError();
            }
        }
    }

    private bool Patterns(string keyword, List<CsyncSpan> items)
    {
        while (_cursor.Text(out var pattern, out var span))
        {
            items.Add(span);
            var (file, line) = (span.File!.Path, span.FirstToken.Line);
            group.Patterns.Add(new CsyncConfigPattern(CsyncConfigParser.TrimSlashes(pattern), Kind(keyword), file, line) { Span = span });
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

    private bool GroupSetting(string keyword, List<CsyncSpan> items)
    {
        if (!_cursor.Text(out var value, out var span))
        {
            return _cursor.SyntaxError();
        }

        items.Add(span);
        return group.Set(new CsyncConfigSetting(keyword, value, span.File!.Path, span.FirstToken.Line) { Span = span }) is not { } fault
            || _cursor.Fail(span, fault);
    }

    private bool Action(CsyncSpan start)
    {
        var patterns = new List<string>();
        var commands = new List<string>();
        var action = new CsyncConfigAction { Patterns = patterns, Commands = commands, File = start.File!.Path, Line = start.FirstToken.Line };
        if (!_cursor.Take("{"))
        {
            return false;
        }

        while (_cursor.IsAtKeyword)
        {
            var keyword = _cursor.Token.Value;
            _cursor.Advance();
            switch (keyword)
            {
                case "pattern":
                    _cursor.Texts(patterns);
                    break;
                case "exec":
                    _cursor.Texts(commands);
                    break;
                case "logfile" when _cursor.Text(out var file, out _):
                    action = action with { LogFile = file };
                    break;
                case "do-local":
                    action = action with { RunsLocally = true };
                    break;
                case "do-local-only":
                    action = action with { RunsLocally = true, RunsOnlyLocally = true };
                    break;
                default:
                    return _cursor.SyntaxError();
            }

            if (!_cursor.Take(";"))
            {
                return false;
            }
        }

        _actionEnd = _cursor.Place;
        group.Actions.Add(action);
        return _cursor.Take("}");
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
