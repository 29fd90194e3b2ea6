using System.Text.RegularExpressions;
using Ultrafarma.Cluster.Tests.Engine;
using Ultrafarma.Cluster.Tests.Nodes;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Help;

/// <summary>The topics about the module as a whole.</summary>
public sealed partial class AboutTests
{
    private static readonly string Folder = Path.Combine(Repository.ModuleFolder, "en-US");

    // The engine in these tests lacks them; pwsh has them.
    private static readonly string[] PwshOwn = ["Group-Object", "New-Item"];

    public static TheoryData<string> Topics =>
        ["about_Ultrafarma.Cluster", "about_Ultrafarma.Cluster_Inventory", "about_Ultrafarma.Cluster_Security"];

    [Theory]
    [MemberData(nameof(Topics))]
    public void Get_Help_finds_the_topic(string name)
    {
        using var host = new ModuleHost();
        var text = File.ReadAllText(PathOf(name));
        Assert.StartsWith($"TOPIC\n    {name}\n", text, StringComparison.Ordinal);
        Assert.Equal(HelpText.Words(text), HelpText.Words(host.Run("Get-Help -Name $args[0]", name).Single<string>()));
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void The_topic_fits_a_narrow_terminal_and_names_only_what_there_is(string name)
    {
        using var host = new ModuleHost();
        var text = File.ReadAllText(PathOf(name));
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Assert.All(Name().Matches(text).Select(m => m.Value), word => Assert.True(
            word.StartsWith("about_", StringComparison.Ordinal)
                ? File.Exists(PathOf(word))
                : host.Run("Get-Command -Name $args[0] -ErrorAction Ignore", word).Output.Count == 1 || PwshOwn.Contains(word),
            word));
    }

    [Fact]
    public void The_inventory_topic_names_every_key()
    {
        using var folder = new TempFolder();
        using var host = new ModuleHost();
        var inventory = Path.Combine(folder.FullPath, "cluster.psd1");
        host.Run("New-WebClusterInventory -Path $args[0] -Name x -Node y", inventory).AssertNoErrors();
        var text = File.ReadAllText(PathOf("about_Ultrafarma.Cluster_Inventory"));
        Assert.All(Key().Matches(File.ReadAllText(inventory)).Select(m => m.Groups["key"].Value), key =>
            Assert.Matches($@"\b{key}\b", text));
    }

    private static string PathOf(string topic) => Path.Combine(Folder, topic + ".help.txt");

    [GeneratedRegex(@"\babout_[\w.]+\w|\b(?:Add|Clear|Compare|Connect|Disconnect|Export|Get|Group|Import|Install|Invoke|Measure|New|Publish|Register|Remove|Repair|Resolve|Restart|Restore|Resume|Set|Suspend|Sync|Test|Uninstall|Unregister|Watch)-\w+")]
    private static partial Regex Name();

    [GeneratedRegex(@"^ *(?:# +)?(?<key>[A-Z]\w+)(?: += |  +[A-Z])", RegexOptions.Multiline)]
    private static partial Regex Key();
}
