using System.Xml.Linq;

namespace Ultrafarma.Cluster.Tests.Help;

/// <summary>One cmdlet in the MAML file that Get-Help reads.</summary>
internal sealed class MamlHelp(XElement command)
{
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public string Name => command.Element(Command + "details")!.Element(Command + "name")!.Value;

    public static IReadOnlyList<MamlHelp> Read(string path) =>
        [.. XDocument.Load(path).Root!.Elements(Command + "command").Select(c => new MamlHelp(c))];

    /// <summary>The parameter sets; MAML does not name them.</summary>
    public IReadOnlyList<string> Sets() =>
        [.. command.Element(Command + "syntax")!.Elements(Command + "syntaxItem")
            .Select(item => HelpParameter.Describe(item.Elements(Command + "parameter").Select(ToParameter)))
            .Order(StringComparer.Ordinal)];

    public string DefaultOf(string parameter) =>
        Parameters.First(p => p.Element(Maml + "name")!.Value == parameter).Element(Dev + "defaultValue")?.Value ?? "";

    public HelpTexts Texts()
    {
        var texts = new HelpTexts
        {
            Examples = [.. command.Element(Command + "examples")!.Elements(Command + "example").Select(e => new HelpExample(
                e.Element(Maml + "title")!.Value.Trim('-', ' '),
                e.Element(Dev + "code")!.Value,
                Paragraphs(e.Element(Dev + "remarks"))))],
        };
        texts["SYNOPSIS"] = Paragraphs(command.Element(Command + "details")!.Element(Maml + "description"));
        texts["DESCRIPTION"] = Paragraphs(command.Element(Maml + "description"));
        texts["NOTES"] = Paragraphs(command.Element(Maml + "alertSet")?.Element(Maml + "alert"));
        foreach (var parameter in Parameters)
        {
            texts["PARAMETER " + parameter.Element(Maml + "name")!.Value] = Paragraphs(parameter.Element(Maml + "description"));
        }

        AddTypes(texts, "INPUTS", command.Element(Command + "inputTypes")?.Elements(Command + "inputType"));
        AddTypes(texts, "OUTPUTS", command.Element(Command + "returnValues")?.Elements(Command + "returnValue"));
        var links = command.Element(Command + "relatedLinks")!.Elements(Maml + "navigationLink").ToList();
        texts["LINKS"] = string.Join(' ', links.Skip(1).Select(l => l.Element(Maml + "linkText")!.Value));
        texts["ONLINE"] = links[0].Element(Maml + "uri")!.Value;
        return texts;
    }

    private IEnumerable<XElement> Parameters => command.Element(Command + "parameters")?.Elements(Command + "parameter") ?? [];

    private static void AddTypes(HelpTexts texts, string section, IEnumerable<XElement>? types)
    {
        foreach (var type in types ?? [])
        {
            texts[$"{section} {type.Element(Dev + "type")!.Element(Maml + "name")!.Value}"] = Paragraphs(type.Element(Maml + "description"));
        }
    }

    private static string Paragraphs(XElement? parent) =>
        string.Join('\n', parent?.Elements(Maml + "para").Select(p => p.Value) ?? []);

    private static HelpParameter ToParameter(XElement parameter) => new()
    {
        Name = parameter.Element(Maml + "name")!.Value,
        Type = parameter.Element(Dev + "type")!.Element(Maml + "name")!.Value,
        Aliases = (string)parameter.Attribute("aliases")! is var aliases && aliases == "none" ? "" : aliases,
        Required = (bool)parameter.Attribute("required")!,
        Position = (string)parameter.Attribute("position")!,
        Pipeline = (string)parameter.Attribute("pipelineInput")!,
        Wildcards = (bool)parameter.Attribute("globbing")!,
        Values = string.Join(", ", parameter.Element(Command + "parameterValueGroup")?.Elements().Select(v => v.Value) ?? []),
    };
}
