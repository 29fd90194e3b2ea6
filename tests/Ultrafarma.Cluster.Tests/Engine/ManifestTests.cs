using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Engine;

/// <summary>What the module promises to PowerShell, checked on the built module.</summary>
public sealed class ManifestTests : IDisposable
{
    private static readonly string[] ChangingVerbs =
        ["Add", "Clear", "Copy", "Disable", "Disconnect", "Enable", "Move", "New", "Publish", "Remove", "Rename", "Repair", "Resolve", "Restore", "Set", "Start", "Stop", "Update"];

    private readonly ModuleHost _host = new();
    private readonly List<Type> _cmdlets;

    public ManifestTests()
    {
        var module = _host.Run("(Get-Command -Module Ultrafarma.Cluster).ImplementingType").As<Type>()[0].Assembly;
        _cmdlets = [.. module.GetTypes().Where(t => t.GetCustomAttribute<CmdletAttribute>() is not null)];
    }

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Exports_exactly_the_cmdlets_that_exist()
    {
        // Import-PowerShellDataFile belongs to pwsh; the engine itself reads a manifest for Test-ModuleManifest.
        var declared = _host.Run("param($m) (Test-ModuleManifest $m).ExportedCmdlets.Keys", Repository.Manifest).As<string>();
        Assert.Equal(_cmdlets.Select(NameOf).Order(), declared.Order());
        Assert.Equal(_cmdlets.Select(NameOf).Order(), _host.Module.ExportedCommands.Keys.Order());
        Assert.DoesNotContain('*', File.ReadAllText(Repository.Manifest));
    }

    [Fact]
    public void Uses_approved_verbs()
    {
        var approved = typeof(VerbsCommon).Assembly.GetTypes()
            .Where(t => t.Namespace == "System.Management.Automation" && t.Name.StartsWith("Verbs", StringComparison.Ordinal))
            .SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Where(f => f.IsLiteral)
            .Select(f => (string)f.GetRawConstantValue()!)
            .ToHashSet();
        Assert.Contains("Get", approved);
        Assert.All(_cmdlets, type => Assert.Contains(Attribute(type).VerbName, approved));
    }

    [Fact]
    public void Uses_singular_nouns() =>
        Assert.All(_cmdlets, type => Assert.False(
            Attribute(type).NounName.EndsWith('s') && !Attribute(type).NounName.EndsWith("Status", StringComparison.Ordinal),
            Attribute(type).NounName));

    [Fact]
    public void Says_what_each_cmdlet_puts_out() =>
        Assert.All(_cmdlets, type => Assert.NotEmpty(type.GetCustomAttributes<OutputTypeAttribute>()));

    [Fact]
    public void Whatever_changes_something_can_be_asked_what_it_would_do() => Assert.All(
        _cmdlets.Where(type => ChangingVerbs.Contains(Attribute(type).VerbName)),
        type => Assert.True(Attribute(type).SupportsShouldProcess, NameOf(type)));

    [Fact]
    public void Each_cmdlet_is_sealed_and_named_after_its_verb_and_noun() => Assert.All(_cmdlets, type =>
    {
        Assert.True(type.IsSealed, type.Name);
        Assert.Equal(NameOf(type).Replace("-", "", StringComparison.Ordinal) + "Command", type.Name);
    });

    [Fact]
    public void No_name_hides_one_of_PowerShells_own()
    {
        using var bare = PowerShell.Create(InitialSessionState.CreateDefault2());
        Assert.All(_cmdlets, type =>
        {
            bare.Commands.Clear();
            Assert.Empty(bare.AddCommand("Get-Command").AddParameter("Name", NameOf(type)).AddParameter("ErrorAction", "Ignore").Invoke());
        });
    }

    [Fact]
    public void Parameters_that_take_nodes_complete_them() => Assert.All(
        _cmdlets.SelectMany(type => type.GetProperties().Where(p => p.Name == "Node" && p.GetCustomAttributes<ParameterAttribute>().Any()
            && Attribute(type).VerbName != "New")),
        property => Assert.NotNull(property.GetCustomAttribute<ArgumentCompleterAttribute>(inherit: true)));

    [Fact]
    public void No_static_state_but_the_loaded_ssh_assembly()
    {
        var mutable = _cmdlets[0].Assembly.GetTypes()
            .Where(t => !t.Name.Contains('<', StringComparison.Ordinal))
            .SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(f => !f.IsInitOnly && !f.IsLiteral && !f.Name.Contains('<', StringComparison.Ordinal));
        Assert.Empty(mutable.Select(f => f.DeclaringType + "." + f.Name));
    }

    private static CmdletAttribute Attribute(Type type) => type.GetCustomAttribute<CmdletAttribute>()!;

    private static string NameOf(Type type) => Attribute(type).VerbName + "-" + Attribute(type).NounName;
}
