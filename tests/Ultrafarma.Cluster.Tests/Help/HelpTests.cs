using System.Management.Automation;
using System.Text.RegularExpressions;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Help;

/// <summary>
/// The pages in docs/en-US, the MAML made from them, what Get-Help shows, and the cmdlets themselves say the same. A page that
/// was changed without ./build.sh help fails here, and so does a parameter that was changed without its page.
/// </summary>
public sealed partial class HelpTests
{
    private static readonly string Pages = Path.Combine(Repository.Root, "docs", "en-US");
    private static readonly string MamlFile = Path.Combine(Repository.ModuleFolder, "en-US", "Ultrafarma.Cluster.dll-Help.xml");
    private static readonly Lazy<ModuleHost> SharedHost = new(() => new ModuleHost());

    public static TheoryData<string> Cmdlets => [.. SharedHost.Value.Module.ExportedCmdlets.Keys.Order(StringComparer.Ordinal)];

    [Fact]
    public void There_is_a_page_and_a_MAML_entry_for_each_cmdlet_and_for_nothing_else()
    {
        var cmdlets = SharedHost.Value.Module.ExportedCmdlets.Keys.Order(StringComparer.Ordinal);
        Assert.Equal(cmdlets, Directory.GetFiles(Pages).Select(f => Path.GetFileName(f)[..^".md".Length]).Order(StringComparer.Ordinal));
        Assert.Equal(cmdlets, MamlHelp.Read(MamlFile).Select(m => m.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_module_carries_the_help_of_the_repository()
    {
        var source = Path.Combine(Repository.Root, "en-US");
        Assert.All(Directory.GetFiles(source), file => Assert.Equal(
            File.ReadAllText(file), File.ReadAllText(Path.Combine(Repository.ModuleFolder, "en-US", Path.GetFileName(file)))));
    }

    [Fact]
    public void There_is_a_page_about_the_module()
    {
        var text = File.ReadAllText(Path.Combine(Repository.ModuleFolder, "en-US", "about_Ultrafarma.Cluster.help.txt"));
        Assert.All(SharedHost.Value.Module.ExportedCmdlets.Keys, name => Assert.Contains(name, text, StringComparison.Ordinal));
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_page_has_the_cmdlets_parameters(string name)
    {
        var page = PageOf(name);
        Assert.All(CommandOf(name).ParameterSets, set =>
            Assert.Equal(HelpParameter.Describe(set.Parameters()), HelpParameter.Describe(page.ParametersOf(set.Name))));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_page_shows_the_cmdlets_syntax(string name)
    {
        var syntax = PageOf(name).Syntax;
        var sets = CommandOf(name).ParameterSets;
        Assert.Equal(sets.Count, syntax.Count);
        Assert.All(sets, set =>
        {
            var shown = sets.Count == 1 ? syntax[0] : syntax.Single(s => s.Name == set.Name);
            Assert.Equal(sets.Count > 1 && set.IsDefault, shown.IsDefault);
            Assert.StartsWith(name + " ", shown.Syntax, StringComparison.Ordinal);
            Assert.EndsWith(" [<CommonParameters>]", shown.Syntax, StringComparison.Ordinal);
            var parts = SyntaxPart().Matches(shown.Syntax[name.Length..]).Select(m => m.Value).Order(StringComparer.Ordinal);
            Assert.Equal(set.SyntaxParts().Order(StringComparer.Ordinal), parts);
        });
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_page_names_what_the_cmdlet_gives(string name)
    {
        var types = CommandOf(name).OutputType.Select(t => t.Name == "System.Void" ? "None" : t.Name).Order(StringComparer.Ordinal);
        Assert.Equal(types.DefaultIfEmpty("None"), PageOf(name).Outputs.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_page_is_complete(string name)
    {
        var page = PageOf(name);
        var texts = page.Texts();
        Assert.All(texts.Keys, key => Assert.NotEqual("", texts[key]));
        Assert.DoesNotContain('\n', texts["SYNOPSIS"]);
        Assert.True(texts.Examples.Count >= 2, "A page has two examples or more.");
        Assert.All(texts.Examples, example =>
        {
            Assert.NotEqual("", HelpText.Words(example.Code));
            Assert.NotEqual("", HelpText.Words(example.Remarks));
        });
        Assert.All(new[] { "{{", "TODO", "TBD", "Fill in" }, mark => Assert.DoesNotContain(mark, page.Text, StringComparison.Ordinal));
        Assert.All(texts["LINKS"].Split(' '), link => Assert.True(File.Exists(Path.Combine(Pages, link + ".md")), link));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_MAML_has_the_cmdlets_parameters(string name) => Assert.Equal(SetsOf(name), MamlOf(name).Sets());

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_MAML_has_the_pages_texts(string name)
    {
        var (page, maml) = (PageOf(name), MamlOf(name));
        Assert.Equal(page.Texts().Describe(), maml.Texts().Describe());
        Assert.All(CommandOf(name).ParameterSets.SelectMany(s => s.Parameters()), parameter => Assert.All(
            page.DefaultsOf(parameter.Name),
            value => Assert.Equal(value == "None" && parameter.Type == nameof(SwitchParameter) ? "False" : value, maml.DefaultOf(parameter.Name))));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Get_Help_shows_them(string name)
    {
        var help = SharedHost.Value.Run("Get-Help -Name $args[0] -Full", name).AssertNoErrors().Output.Single();
        var texts = PageOf(name).Texts();
        Assert.Equal(texts["SYNOPSIS"], HelpText.Words(Text(help, "Synopsis")));
        Assert.Equal(texts["DESCRIPTION"], HelpText.Words(Paragraphs(help, "description")));
        Assert.Equal(SetsOf(name), Members(help, "syntax", "syntaxItem")
            .Select(item => HelpParameter.Describe(Members(item, "parameter").Select(ToParameter)))
            .Order(StringComparer.Ordinal));
        Assert.All(Members(help, "parameters", "parameter"), parameter => Assert.Equal(
            texts["PARAMETER " + Text(parameter, "name")], HelpText.Words(Paragraphs(parameter, "description"))));
        Assert.Equal(
            texts.Examples.Select(e => HelpText.Words(e.Code)),
            Members(help, "examples", "example").Select(e => HelpText.Words(Text(e, "code"))));
    }

    private static CmdletInfo CommandOf(string name) => SharedHost.Value.Module.ExportedCmdlets[name];

    private static HelpPage PageOf(string name) => HelpPage.Read(Path.Combine(Pages, name + ".md"));

    private static MamlHelp MamlOf(string name) => MamlHelp.Read(MamlFile).Single(m => m.Name == name);

    private static IEnumerable<string> SetsOf(string name) =>
        CommandOf(name).ParameterSets.Select(set => HelpParameter.Describe(set.Parameters())).Order(StringComparer.Ordinal);

    private static HelpParameter ToParameter(PSObject parameter) => new()
    {
        Name = Text(parameter, "name"),
        Type = Text(Members(parameter, "type").Single(), "name"),
        Aliases = Text(parameter, "aliases") is var aliases && aliases == "none" ? "" : aliases,
        Required = Text(parameter, "required") == "true",
        Position = Text(parameter, "position"),
        Pipeline = Text(parameter, "pipelineInput"),
        Wildcards = Text(parameter, "globbing") == "true",
        Values = string.Join(", ", Members(parameter, "parameterValueGroup", "parameterValue").Select(v => v.ToString())),
    };

    private static string Text(PSObject of, string property) => of.Properties[property]?.Value?.ToString() ?? "";

    private static string Paragraphs(PSObject of, string property) =>
        string.Join('\n', Members(of, property).Select(p => Text(p, "Text")));

    private static IEnumerable<PSObject> Members(PSObject of, params string[] path) => path.Aggregate(
        Enumerable.Repeat(of, 1),
        (objects, name) => objects.SelectMany(o => LanguagePrimitives.GetEnumerable(o.Properties[name]?.Value) is { } many
            ? many.Cast<object>().Select(PSObject.AsPSObject)
            : o.Properties[name]?.Value is { } one ? [PSObject.AsPSObject(one)] : Enumerable.Empty<PSObject>()));

    [GeneratedRegex(@"\[\[-\w+\] <[^>]+>\]|\[-\w+\] <[^>]+>|\[-\w+ <[^>]+>\]|\[-\w+\]|-\w+ <[^>]+>|(?<= )-\w+(?= \[)")]
    private static partial Regex SyntaxPart();
}
