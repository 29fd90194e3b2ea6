using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.HaproxyLab;

/// <summary>Keeping states over a reload, which forgets them.</summary>
public sealed class StateFileTests(LabFixture lab) : HaproxyLabTest(lab)
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), "uf-state-" + Guid.NewGuid().ToString("N"));

    [Theory]
    [InlineData("ssh")]
    [InlineData("tcp")]
    public void Export_reload_and_import_give_the_same_state(string source)
    {
        var arguments = Balancer.Arguments(source);
        Host.Run($"Suspend-HaproxyServer *APP01 {arguments}; Suspend-HaproxyServer *APP02 -Mode Maint {arguments}; "
            + $"Set-HaproxyServer a.b* -Weight 33% {arguments}; Resume-HaproxyServer off {arguments}").AssertNoErrors();
        var before = States();
        Assert.Equal(_file, Host.Run($"Export-HaproxyServerState $args[0] -PassThru {arguments}", _file).Single<FileInfo>().FullName);

        Balancer.Begin(Lab);
        Assert.NotEqual(before, States());

        var screen = Host.Render($"Import-HaproxyServerState {_file} -WhatIf {arguments}");
        Assert.Contains("drain (now UP", screen, StringComparison.Ordinal);
        Assert.Contains("weight 33 (now UP, weight 100)", screen, StringComparison.Ordinal);
        Assert.NotEqual(before, States());
        var changed = Host.Run($"Import-HaproxyServerState $args[0] -PassThru {arguments}", _file);
        Assert.Equal(before, States());
        Assert.Equal(12, changed.Output.Count);
        Assert.DoesNotContain("What if", Host.Render($"Import-HaproxyServerState {_file} -WhatIf {arguments}"), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_follows_and_who_changes_places_comes_back_as_it_was()
    {
        Host.Run("Suspend-HaproxyServer a.b* -Mode Maint; Suspend-HaproxyServer *APP01, *APP02, *APP03, *APP04 -Mode Maint").AssertNoErrors();
        Host.Run("Export-HaproxyServerState $args[0]", _file).AssertNoErrors();
        Host.Run("Import-HaproxyServerState $args[0]", _file).AssertNoErrors();
        var before = States();

        Host.Run("Resume-HaproxyServer *APP01; Suspend-HaproxyServer *APP05 -Mode Maint").AssertNoErrors();
        Host.Run("Import-HaproxyServerState $args[0]", _file).AssertNoErrors();
        Assert.Equal(before, States());
    }

    [Fact]
    public void Piped_servers_narrow_it_down()
    {
        Host.Run("Suspend-HaproxyServer *APP01, *APP02").AssertNoErrors();
        Host.Run("Get-HaproxyServer -Backend web | Export-HaproxyServerState $args[0]", _file).AssertNoErrors();
        Assert.Equal(5 + 2, File.ReadAllLines(_file).Count(l => l.Length > 0));
        Host.Run("Resume-HaproxyServer *APP01, *APP02").AssertNoErrors();

        var changed = Host.Run("Get-HaproxyServer *APP02 -Socket 10.77.0.10:9999 | Import-HaproxyServerState $args[0] -PassThru", _file).Single<HaproxyServer>();
        Assert.Equal((Node(2), "DRAIN", "10.77.0.10:9999"), (changed.Name, changed.Status, changed.Source.ToString()));
        Assert.Equal("UP", Balancer.Stat("web", Node(1), "status"));
        Host.Run("@(Get-HaproxyServer *APP01) + @(Get-HaproxyServer *APP01 -Socket 10.77.0.10:9999) | Export-HaproxyServerState $args[0] -Force", _file)
            .AssertTerminating("SeveralBalancers");
        Host.Run("[IO.FileInfo] $args[0] | Import-HaproxyServerState -WhatIf", _file).AssertNoErrors();
        Host.Run("[IO.FileInfo] $args[0], [IO.FileInfo] '/tmp/uf-other' | Import-HaproxyServerState", _file).AssertTerminating("SeveralFiles");

        // What an empty pipeline gives is nothing, and not everything.
        var before = File.ReadAllText(_file);
        Host.Run("Get-HaproxyServer none* | Export-HaproxyServerState $args[0] -Force", _file).AssertTerminating("NothingPiped");
        Assert.Equal(before, File.ReadAllText(_file));
        Host.Run("Resume-HaproxyServer *APP02; Get-HaproxyServer none* | Import-HaproxyServerState $args[0]", _file).AssertNoErrors();
        Assert.Equal("UP", Balancer.Stat("web", Node(2), "status"));
    }

    [Fact]
    public void A_file_that_is_there_is_kept_beside_the_new_one()
    {
        File.WriteAllText(_file, "mine");
        Host.Run("Export-HaproxyServerState $args[0]", _file).AssertTerminating("FileExists");
        Assert.Equal("mine", File.ReadAllText(_file));
        Host.Run("Export-HaproxyServerState $args[0] -Force -WhatIf", _file).AssertNoErrors();
        Assert.Equal("mine", File.ReadAllText(_file));
        Host.Run("Export-HaproxyServerState $args[0] -Force", _file).AssertNoErrors();
        Assert.StartsWith("1\n# be_id be_name", File.ReadAllText(_file), StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(Assert.Single(Directory.GetFiles(Path.GetTempPath(), Path.GetFileName(_file) + ".bak-*"))));
        Host.Run("Export-HaproxyServerState /proc/nowhere/x").AssertTerminating("FileNotWritten");
    }

    [Fact]
    public void A_file_that_is_no_table_or_names_others_changes_nothing()
    {
        var before = States();
        Host.Run("Import-HaproxyServerState $args[0]", _file).AssertTerminating("FileNotRead");
        File.WriteAllText(_file, "be_name srv_name\nweb x\n");
        Host.Run("Import-HaproxyServerState $args[0]", _file).AssertTerminating("BadAnswer");

        const string header = "1\n# be_id be_name srv_id srv_name srv_admin_state srv_uweight srv_iweight\n";
        File.WriteAllText(_file, header + "4 web 1 gone 1 1 1\n4 web 2 x;disable 1 1 1\n");
        var outcome = Host.Run("Import-HaproxyServerState $args[0]", _file);
        Assert.Equal(["InvalidName", "ServerNotFound"], outcome.Errors.Select(PipelineOutcome.IdOf).Order());

        File.WriteAllText(_file, header + "9 single 1 only 1 1 1\n");
        Host.Run("Import-HaproxyServerState $args[0]", _file).AssertError("LastServer");
        Host.Run("Import-HaproxyServerState $args[0] -Socket 10.77.0.10:9998 -Force", _file).AssertError("PermissionDenied");
        Assert.Equal(before, States());
        Host.Run("Import-HaproxyServerState $args[0] -Force", _file).AssertNoErrors();
        Assert.Equal("1", Balancer.State("single", "only", "srv_admin_state"));
    }

    protected override void Dispose(bool disposing)
    {
        foreach (var file in Directory.GetFiles(Path.GetTempPath(), Path.GetFileName(_file) + "*"))
        {
            File.Delete(file);
        }

        base.Dispose(disposing);
    }

    private static IReadOnlyList<string> States() =>
    [
        .. Balancer.Ask("show servers state").Split('\n').Skip(2).Where(l => l.Length > 0).Select(l => l.Split(' '))
            .Select(f => $"{f[1]}/{f[3]} {f[6]} {f[7]}"),
    ];
}
