namespace Ultrafarma.Cluster.Csync;

/// <summary>
/// Reads csync2's config by csync2's own grammar (cfgfile_parser.y), and refuses what that refuses. Like csync2, it stops at the
/// first fault; what it has read until there is kept.
/// </summary>
internal sealed class CsyncConfigParser
{
    private readonly string _node;
    private readonly CsyncConfigCursor _cursor;
    private readonly List<CsyncGroup> _groups = [];
    private readonly List<CsyncConfigPrefix> _prefixes = [];
    private readonly List<CsyncConfigSetting> _settings = [];
    private int _unnamed;

    private CsyncConfigParser(string node, CsyncConfigCursor cursor)
    {
        _node = node;
        _cursor = cursor;
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
        var parser = new CsyncConfigParser(node, new CsyncConfigCursor(stream));
        parser.ReadAll();
        return (new CsyncConfig
        {
            Node = node,
            Path = main.Path,
            Files = stream.Files,
            Groups = parser._groups,
            Prefixes = parser._prefixes,
            Settings = parser._settings,
            Problem = stream.Problem ?? (stream.Missing is null ? parser._cursor.Problem : null),
        }, stream.Missing);
    }

    private void ReadAll()
    {
        _cursor.Advance();
        while (!_cursor.IsAtEnd && Block())
        {
        }
    }

    private bool Block()
    {
        var start = _cursor.Place;
        if (!_cursor.IsAtKeyword)
        {
            return _cursor.SyntaxError();
        }

        var keyword = _cursor.Token.Value;
        _cursor.Advance();
        return keyword switch
        {
            "group" => Group(start),
            "prefix" => Prefix(),
            "nossl" => Setting(keyword, start, 2, 2),
            "database" or "tempdir" or "lock-timeout" => Setting(keyword, start, 1, 1),
            "ignore" => Setting(keyword, start, 0, int.MaxValue),
            "no-cygwin-lowercase" => _cursor.Take(";") && _cursor.Fail(start, "Found 'nocygwinlowercase' but this is not a cygwin csync2."),
            _ => _cursor.Fail(start, "syntax error"),
        };
    }

    private bool Setting(string keyword, CsyncSpan start, int least, int most)
    {
        var values = new List<string>();
        while (values.Count < most && _cursor.IsAtText)
        {
            values.Add(_cursor.Token.Value);
            _cursor.Advance();
        }

        if (values.Count < least || !_cursor.Take(";"))
        {
            return _cursor.SyntaxError();
        }

        _settings.Add(new CsyncConfigSetting(keyword, string.Join(' ', values), start.File!.Path, start.FirstToken.Line));
        return keyword != "ignore" || values.Find(v => v is not ("uid" or "gid" or "mod")) is not { } unknown
            || _cursor.Fail(start, $"Unknown 'ignore' porperty: '{unknown}'.");
    }

    private bool Prefix()
    {
        if (!_cursor.Text(out var name, out _) || !_cursor.Take("{"))
        {
            return _cursor.SyntaxError();
        }

        while (_cursor.IsKeyword("on"))
        {
            var start = _cursor.Place;
            _cursor.Advance();
            if (!_cursor.Text(out var pattern, out _) || !_cursor.Take(":") || !_cursor.Text(out var path, out _) || !_cursor.Take(";"))
            {
                return _cursor.SyntaxError();
            }

            if (!path.StartsWith('/'))
            {
                return _cursor.Fail(start, $"Prefix '{path}' is not an absolute path.");
            }

            _prefixes.Add(new CsyncConfigPrefix(name, pattern, TrimSlashes(path), start.File!.Path, start.FirstToken.Line));
        }

        return _cursor.Take("}");
    }

    private bool Group(CsyncSpan start)
    {
        var builder = new CsyncGroupBuilder();
        var name = _cursor.Text(out var given, out _) ? given : $"group_{++_unnamed}";
        builder.Open = _cursor.Place;
        var isGood = _cursor.Take("{") && new CsyncGroupParser(_cursor, builder).Read();
        _groups.Add(builder.ToGroup(_node, name, start));
        return isGood && (builder.HasKey || _cursor.Fail(start, "every group must have a key."));
    }

    // As csync2 does with every pattern and prefix.
    internal static string TrimSlashes(string path)
    {
        var trimmed = path.TrimEnd('/');
        return trimmed.Length == 0 && path.Length > 0 ? "/" : trimmed;
    }
}
