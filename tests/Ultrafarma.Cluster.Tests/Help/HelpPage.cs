using System.Text;
using System.Text.RegularExpressions;

namespace Ultrafarma.Cluster.Tests.Help;

/// <summary>A page of docs/en-US or docs/pt-BR in platyPS form.</summary>
internal sealed partial class HelpPage
{
    private readonly Dictionary<string, List<(string Title, string Text)>> _sections;

    private HelpPage(string path)
    {
        Text = File.ReadAllText(path);
        _sections = Split(Text);
    }

    public string Text { get; }

    /// <summary>Whatever stands in code fences: syntax, code, output, and what is declared of parameters.</summary>
    public IReadOnlyList<string> Fences => [.. Fence().Matches(Text).Select(m => m.Groups["code"].Value)];

    /// <summary>The examples as a reader sees them: what is typed, and what comes; no output where none is shown.</summary>
    public IReadOnlyList<ShownExample> ShownExamples =>
        [.. _sections["EXAMPLES"].Where(e => e.Title.Length > 0).Select(e =>
        {
            var fences = Fence().Matches(e.Text).ToLookup(m => m.Groups["language"].Value, m => m.Groups["code"].Value);
            return new ShownExample(e.Title, fences["powershell"].Single(), fences["output"].SingleOrDefault());
        })];

    /// <summary>The sets as the section SYNTAX shows them: name, whether it is the default, and the line.</summary>
    public IReadOnlyList<(string Name, bool IsDefault, string Syntax)> Syntax =>
        [.. _sections["SYNTAX"].Where(s => Fence().IsMatch(s.Text)).Select(s => (
            s.Title.Replace(" (Default)", "", StringComparison.Ordinal),
            s.Title.EndsWith(" (Default)", StringComparison.Ordinal),
            HelpText.Words(Fence().Match(s.Text).Groups["code"].Value)))];

    public IReadOnlyList<string> Outputs => [.. _sections["OUTPUTS"].Select(s => s.Title).Where(t => t.Length > 0)];

    /// <summary>The default values of a parameter, one a block.</summary>
    public IReadOnlyList<string> DefaultsOf(string parameter) =>
        [.. Blocks(Parameters.First(p => p.Title == parameter).Text).Select(b => b["Default value"])];

    private IEnumerable<(string Title, string Text)> Parameters => _sections["PARAMETERS"]
        .Where(s => s.Title.StartsWith('-'))
        .Select(s => (s.Title[1..], s.Text));

    public static HelpPage Read(string path) => new(path);

    /// <summary>The parameters of one set; <c>(All)</c> belongs to each.</summary>
    public IReadOnlyList<HelpParameter> ParametersOf(string set) =>
        [.. Parameters.SelectMany(p => Blocks(p.Text), (p, b) => (p.Title, Block: b))
            .Where(p => p.Block["Parameter Sets"] == "(All)" || p.Block["Parameter Sets"].Split(", ").Contains(set))
            .Select(p => new HelpParameter
            {
                Name = p.Title,
                Type = p.Block["Type"],
                Aliases = p.Block["Aliases"],
                Required = p.Block["Required"] == "True",
                Position = p.Block["Position"] == "Named" ? "named" : p.Block["Position"],
                Pipeline = p.Block["Accept pipeline input"],
                Wildcards = p.Block["Accept wildcard characters"] == "True",
                Values = p.Block.GetValueOrDefault("Accepted values", ""),
            })];

    public HelpTexts Texts()
    {
        var texts = new HelpTexts
        {
            Examples = [.. _sections["EXAMPLES"].Where(e => e.Title.Length > 0).Select(e => new HelpExample(
                e.Title,
                string.Join('\n', Fence().Matches(e.Text).Select(m => m.Groups["code"].Value)),
                Fence().Replace(e.Text, "")))],
        };
        foreach (var name in new[] { "SYNOPSIS", "DESCRIPTION", "NOTES" })
        {
            texts[name] = string.Concat(_sections[name].Select(s => s.Text));
        }

        foreach (var (name, text) in Parameters)
        {
            texts["PARAMETER " + name] = Fence().Replace(text, "");
        }

        foreach (var section in new[] { "INPUTS", "OUTPUTS" })
        {
            foreach (var (type, text) in _sections[section].Where(s => s.Title.Length > 0))
            {
                texts[$"{section} {type}"] = text;
            }
        }

        texts["LINKS"] = string.Join(' ', Link().Matches(_sections["RELATED LINKS"][0].Text).Select(m => m.Groups["text"].Value));
        texts["ONLINE"] = OnlineVersion().Match(Text).Groups["uri"].Value;
        return texts;
    }

    private static IEnumerable<Dictionary<string, string>> Blocks(string text) => Fence().Matches(text).Select(block =>
        block.Groups["code"].Value.Split('\n').Select(line => line.Split(':', 2)).Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0].Trim(), pair => pair[1].Trim(), StringComparer.Ordinal));

    // "## " opens a section and "### " a part of it, but not inside a code fence.
    private static Dictionary<string, List<(string Title, string Text)>> Split(string page)
    {
        var sections = new Dictionary<string, List<(string Title, string Text)>>(StringComparer.Ordinal);
        List<(string Title, string Text)> current = [];
        var title = "";
        var text = new StringBuilder();
        var isCode = false;
        foreach (var line in page.Split('\n').Append("## "))
        {
            isCode ^= line.StartsWith("```", StringComparison.Ordinal);
            var isSection = !isCode && line.StartsWith("## ", StringComparison.Ordinal);
            if (isSection || (!isCode && line.StartsWith("### ", StringComparison.Ordinal)))
            {
                current.Add((title, text.ToString().Trim()));
                text.Clear();
                title = isSection ? "" : line[4..].Trim();
                if (isSection)
                {
                    sections[line[3..].Trim()] = current = [];
                }
            }
            else
            {
                text.Append(line).Append('\n');
            }
        }

        return sections;
    }

    [GeneratedRegex(@"^```(?<language>\w*)\n(?<code>.*?)\n?^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\[(?<text>[^\]]+)\]\([^)]+\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^online version: (?<uri>\S+)$", RegexOptions.Multiline)]
    private static partial Regex OnlineVersion();
}
