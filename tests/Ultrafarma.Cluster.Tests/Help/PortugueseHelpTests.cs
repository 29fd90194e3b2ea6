using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Help;

/// <summary>
/// The pages in docs/pt-BR say in Portuguese what those in docs/en-US say: the same parameters, code and output, other words. The
/// MAML made from them is up to date, and Get-Help shows it to whoever speaks Portuguese.
/// </summary>
public sealed class PortugueseHelpTests
{
    private static readonly string English = Path.Combine(Repository.Root, "docs", "en-US");
    private static readonly string Portuguese = Path.Combine(Repository.Root, "docs", "pt-BR");
    private static readonly Lazy<IReadOnlyDictionary<string, MamlHelp>> Maml = new(() =>
        MamlHelp.Read(Path.Combine(Repository.ModuleFolder, "pt-BR", "Ultrafarma.Cluster.dll-Help.xml")).ToDictionary(m => m.Name));

    public static TheoryData<string> Pages => [.. Names];

    private static IEnumerable<string> Names => NamesIn(Portuguese);

    private static IEnumerable<string> NamesIn(string folder) =>
        Directory.GetFiles(folder).Select(f => Path.GetFileName(f)[..^".md".Length]).Order(StringComparer.Ordinal);

    [Fact]
    public void There_is_a_page_for_each_English_one_and_for_nothing_else() => Assert.Equal(NamesIn(English), Names);

    [Fact]
    public void There_is_a_MAML_entry_for_each_page_and_for_nothing_else() =>
        Assert.Equal(Names, Maml.Value.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_page_has_the_parameters_of_the_English_one(string name)
    {
        var (english, portuguese) = (Read(English, name), Read(Portuguese, name));
        Assert.Equal(english.Syntax, portuguese.Syntax);
        Assert.Equal(english.Outputs, portuguese.Outputs);
        Assert.All(english.Syntax, set => Assert.Equal(
            HelpParameter.Describe(english.ParametersOf(set.Name)), HelpParameter.Describe(portuguese.ParametersOf(set.Name))));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_page_has_the_code_and_the_output_of_the_English_one(string name) =>
        Assert.Equal(Read(English, name).Fences, Read(Portuguese, name).Fences);

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_page_says_it_in_other_words(string name)
    {
        var (english, portuguese) = (Read(English, name).Texts(), Read(Portuguese, name).Texts());
        Assert.Equal(english.Keys, portuguese.Keys);
        Assert.Equal(english["LINKS"], portuguese["LINKS"]);
        Assert.EndsWith($"/docs/pt-BR/{name}.md", portuguese["ONLINE"], StringComparison.Ordinal);
        Assert.All(portuguese.Keys, key => Assert.NotEqual("", portuguese[key]));
        Assert.All(
            english.Keys.Where(key => key is "SYNOPSIS" or "DESCRIPTION" || key.StartsWith("PARAMETER ", StringComparison.Ordinal)),
            key => Assert.NotEqual(english[key], portuguese[key]));
        Assert.Equal(english.Examples.Count, portuguese.Examples.Count);
        Assert.All(english.Examples.Zip(portuguese.Examples), pair =>
        {
            Assert.NotEqual(pair.First.Title, pair.Second.Title);
            Assert.NotEqual(HelpText.Words(pair.First.Remarks), HelpText.Words(pair.Second.Remarks));
        });
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_MAML_has_the_pages_texts(string name) =>
        Assert.Equal(Read(Portuguese, name).Texts().Describe(), Maml.Value[name].Texts().Describe());

    [Fact]
    public async Task Get_Help_shows_it_to_whoever_speaks_Portuguese()
    {
        const string name = "Get-CsyncPending";
        var lines = await Probe.RunAsync(
            """
            param($manifest, $name)
            [cultureinfo]::CurrentUICulture = 'pt-BR'
            Import-Module $manifest
            (Get-Help $name).Synopsis
            """, Repository.Manifest, name);
        Assert.Equal([Read(Portuguese, name).Texts()["SYNOPSIS"]], lines[1..^1]);
    }

    private static HelpPage Read(string folder, string name) => HelpPage.Read(Path.Combine(folder, name + ".md"));
}
