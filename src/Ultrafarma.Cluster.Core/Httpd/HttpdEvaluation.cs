using System.Globalization;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>
/// Walks a config in the order in which Apache reads it: into what Includes name, past what IfModule and the like leave out. Files
/// that it has not got are noted as questions, and the walk is done again with the answers.
/// </summary>
internal sealed class HttpdEvaluation
{
    // Apache's own limit.
    private const int DeepestInclude = 20;

    private const string MacroModule = "macro_module";

    private static readonly HashSet<string> Conditions =
        new(StringComparer.OrdinalIgnoreCase) { "IfDefine", "IfModule", "IfVersion", "IfFile" };

    private readonly string _node;
    private readonly HttpdProgram _program;
    private readonly IReadOnlyDictionary<string, HttpdReading> _known;
    private readonly HttpdVariables _variables = new();
    private readonly HashSet<string> _modules;
    private readonly List<HttpdConfigDirective> _directives = [];
    private readonly List<HttpdConfigFile> _files = [];
    private readonly List<string> _warnings = [];
    private readonly HashSet<string> _questions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private string _root;
    private int _hosts;

    private HttpdEvaluation(string node, HttpdProgram program, IReadOnlyDictionary<string, HttpdReading> known)
    {
        _node = node;
        _program = program;
        _known = known;
        _root = program.Root;
        _modules = [.. program.Modules, .. program.Modules.Select(HttpdModuleNames.IdentifierOf)];
        foreach (var name in program.Defines)
        {
            _variables.Define(name);
        }
    }

    /// <summary>True when what a main file says depends on Apache's program: on its ServerRoot, modules, version or <c>-D</c>.</summary>
    public static bool NeedsProgram(HttpdDocument document) => document.Directives.Any(d =>
        d.Is("Include") || d.Is("IncludeOptional") || (d is HttpdSection && Conditions.Contains(d.Name)));

    /// <summary>Walks the config.</summary>
    /// <param name="node">The node's name, for the results.</param>
    /// <param name="main">The main config.</param>
    /// <param name="program">Apache's program there.</param>
    /// <param name="known">The answers so far, by question as <c>read.sh</c> takes it.</param>
    /// <returns>The config, and the questions whose answers are missing; with any, the config is not complete.</returns>
    public static (HttpdNodeConfig Config, IReadOnlyCollection<string> Questions) Run(
        string node, HttpdConfigFile main, HttpdProgram program, IReadOnlyDictionary<string, HttpdReading> known)
    {
        var evaluation = new HttpdEvaluation(node, program, known);
        evaluation.Walk(main, new Place(true, "", -1), 0);
        var config = new HttpdNodeConfig(node, main, program.Version, evaluation._files, evaluation._directives, evaluation._warnings)
        {
            IsRunning = program.IsRunning,
        };
        return (config, evaluation._questions);
    }

    private void Walk(HttpdConfigFile file, Place outer, int depth)
    {
        if (!_files.Contains(file))
        {
            _files.Add(file);
        }

        _open.Add(file.Path);
        var places = new Dictionary<HttpdSection, Place>();
        foreach (var directive in file.Document.Directives)
        {
            var place = directive.Parent is null ? outer : places[directive.Parent];
            var name = place.IsActive ? _variables.Expand(directive.Name) : directive.Name;
            var arguments = place.IsActive ? Arguments(directive) : [.. directive.Arguments.Select(a => a.Value)];
            if (directive is HttpdSection section)
            {
                places[section] = Enter(section, name, arguments, place);
            }

            var isHost = place.IsActive && directive is HttpdSection && Is(name, "VirtualHost");
            _directives.Add(new HttpdConfigDirective
            {
                Node = _node,
                Name = name,
                Value = directive.Text,
                Arguments = arguments,
                Section = place.Path,
                File = file.Path,
                Line = directive.Line,
                Active = place.IsActive,
                Source = file,
                Directive = directive,
                HostIndex = isHost ? _hosts - 1 : place.Host,
            });
            if (place.IsActive && directive is not HttpdSection)
            {
                Obey(directive, name, arguments, file, place, depth);
            }
        }

        _open.Remove(file.Path);
    }

    private string[] Arguments(HttpdDirective directive)
    {
        var text = directive.Text;
        var expanded = _variables.Expand(text);
        return ReferenceEquals(text, expanded) || text == expanded
            ? [.. directive.Arguments.Select(a => a.Value)]
            : [.. HttpdWords.Split(expanded)];
    }

    private Place Enter(HttpdSection section, string name, string[] arguments, Place place)
    {
        var inside = place with { Path = HttpdSection.Join(place.Path, section.ToString()) };
        if (!place.IsActive)
        {
            return inside;
        }

        if (Is(name, "VirtualHost"))
        {
            return inside with { Host = _hosts++ };
        }

        // What a macro says counts where it is used, with other words in it.
        return Is(name, "Macro") ? inside with { IsActive = false }
            : Conditions.Contains(name) ? inside with { IsActive = Holds(name, arguments) }
            : inside;
    }

    private bool Holds(string condition, string[] arguments)
    {
        if (arguments is not [var first, ..])
        {
            return false;
        }

        if (condition.Equals("IfVersion", StringComparison.OrdinalIgnoreCase))
        {
            return HttpdVersionCondition.Holds(_program.Version, arguments);
        }

        var isNegated = first.StartsWith('!');
        var name = isNegated ? first[1..] : first;
        var holds = condition.Equals("IfDefine", StringComparison.OrdinalIgnoreCase) ? _variables.IsDefined(name)
            : condition.Equals("IfModule", StringComparison.OrdinalIgnoreCase) ? _modules.Contains(name)
            : Ask("E" + Rooted(name)) is { Exists: true };
        return holds != isNegated;
    }

    private void Obey(HttpdDirective directive, string name, string[] arguments, HttpdConfigFile file, Place place, int depth)
    {
        if (arguments is not [var first, ..])
        {
            return;
        }

        if (Is(name, "Include") || Is(name, "IncludeOptional"))
        {
            Include(first, Is(name, "IncludeOptional"), Where(file, directive), place, depth);
        }
        else if (Is(name, "Define"))
        {
            _variables.Define(first, arguments is [_, var value, ..] ? value : null);
        }
        else if (Is(name, "UnDefine"))
        {
            _variables.Undefine(first);
        }
        else if (Is(name, "ServerRoot"))
        {
            _root = first;
        }
        else if (Is(name, "LoadModule"))
        {
            _modules.Add(first);
            _modules.Add(HttpdModuleNames.SourceOf(first, arguments is [_, var path, ..] ? path : ""));
        }
        else if (Is(name, "Use") && _modules.Contains(MacroModule))
        {
            _warnings.Add($"{Where(file, directive)}: what the macro {PathText.Display(first)} makes is not looked at.");
        }
    }

    private void Include(string pattern, bool isOptional, string where, Place place, int depth)
    {
        if (depth >= DeepestInclude)
        {
            _warnings.Add($"{where}: Includes are nested deeper than Apache allows.");
            return;
        }

        // Both spell a set's complement; the node's shell knows one of them only.
        var reading = Ask("I" + Rooted(pattern).Replace("[^", "[!", StringComparison.Ordinal));
        foreach (var included in reading?.Files ?? [])
        {
            if (_open.Contains(included.Path))
            {
                _warnings.Add($"{where}: {PathText.Display(included.Path)} includes itself.");
            }
            else
            {
                Walk(included, place, depth + 1);
            }
        }

        if (reading is { Files.Count: 0 } && !isOptional)
        {
            _warnings.Add($"{where}: nothing is there for Include {PathText.Display(pattern)}.");
        }
    }

    private static bool Is(string name, string wanted) => name.Equals(wanted, StringComparison.OrdinalIgnoreCase);

    private static string Where(HttpdConfigFile file, HttpdDirective directive) =>
        PathText.Display(string.Create(CultureInfo.InvariantCulture, $"{file.Path}, line {directive.Line}"));

    private HttpdReading? Ask(string question)
    {
        if (_known.TryGetValue(question, out var reading))
        {
            return reading;
        }

        _questions.Add(question);
        return null;
    }

    // As Apache writes it: from the root, and without steps that lead nowhere or back.
    private string Rooted(string path)
    {
        var names = new List<string>();
        foreach (var name in (path.StartsWith('/') ? path : _root + "/" + path).Split('/'))
        {
            if (name == ".." && names.Count > 0)
            {
                names.RemoveAt(names.Count - 1);
            }
            else if (name is not ("" or "." or ".."))
            {
                names.Add(name);
            }
        }

        return "/" + string.Join('/', names);
    }

    /// <summary>Where a line stands.</summary>
    private sealed record Place(bool IsActive, string Path, int Host);
}
