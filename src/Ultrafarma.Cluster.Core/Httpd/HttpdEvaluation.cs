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
        var config = new HttpdNodeConfig(node, main, program.Version, evaluation._files, evaluation._directives, evaluation._warnings);
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
            var arguments = place.IsActive ? Arguments(directive) : [.. directive.Arguments.Select(a => a.Value)];
            if (directive is HttpdSection section)
            {
                places[section] = Enter(section, arguments, place);
            }

            var isHost = place.IsActive && directive is HttpdSection && directive.Is("VirtualHost");
            _directives.Add(new HttpdConfigDirective
            {
                Node = _node,
                Name = directive.Name,
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
                Obey(directive, arguments, file, place, depth);
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

    private Place Enter(HttpdSection section, string[] arguments, Place place)
    {
        var inside = place with { Path = HttpdSection.Join(place.Path, section.ToString()) };
        if (!place.IsActive)
        {
            return inside;
        }

        if (section.Is("VirtualHost"))
        {
            return inside with { Host = _hosts++ };
        }

        // What a macro says counts where it is used, with other words in it.
        return section.Is("Macro") ? inside with { IsActive = false }
            : Conditions.Contains(section.Name) ? inside with { IsActive = Holds(section.Name, arguments) }
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

    private void Obey(HttpdDirective directive, string[] arguments, HttpdConfigFile file, Place place, int depth)
    {
        if (arguments is not [var first, ..])
        {
            return;
        }

        if (directive.Is("Include") || directive.Is("IncludeOptional"))
        {
            Include(first, directive, file, place, depth);
        }
        else if (directive.Is("Define"))
        {
            _variables.Define(first, arguments is [_, var value, ..] ? value : "");
        }
        else if (directive.Is("UnDefine"))
        {
            _variables.Undefine(first);
        }
        else if (directive.Is("ServerRoot"))
        {
            _root = first;
        }
        else if (directive.Is("LoadModule"))
        {
            _modules.Add(first);
            _modules.Add(HttpdModuleNames.SourceOf(first, arguments is [_, var path, ..] ? path : ""));
        }
        else if (directive.Is("Use") && _modules.Contains(MacroModule))
        {
            _warnings.Add($"{Where(file, directive)}: what the macro {PathText.Display(first)} makes is not looked at.");
        }
    }

    private void Include(string pattern, HttpdDirective directive, HttpdConfigFile file, Place place, int depth)
    {
        var where = Where(file, directive);
        if (depth >= DeepestInclude)
        {
            _warnings.Add($"{where}: Includes are nested deeper than Apache allows.");
            return;
        }

        var reading = Ask("I" + Rooted(pattern));
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

        if (reading is { Files.Count: 0 } && !directive.Is("IncludeOptional"))
        {
            _warnings.Add($"{where}: nothing is there for Include {PathText.Display(pattern)}.");
        }
    }

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

    private string Rooted(string path) => path.StartsWith('/') ? path : _root.TrimEnd('/') + "/" + path;

    /// <summary>Where a line stands.</summary>
    private sealed record Place(bool IsActive, string Path, int Host);
}
