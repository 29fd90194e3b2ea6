using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Tests.CsyncLab;
using Ultrafarma.Cluster.Tests.Engine;
using Ultrafarma.Cluster.Tests.Faults;
using Ultrafarma.Cluster.Tests.Ssh;
using Xunit;

namespace Ultrafarma.Cluster.Tests.HttpdLab;

/// <summary>The services on nodes that have neither pwsh nor systemd.</summary>
public sealed class DaemonTests(LabFixture lab) : HttpdLabTest(lab)
{
    private const string Left = "find /var/lib/ultrafarma-cluster /etc/init.d -name 'httpd-*' -o -name 'ultrafarma-*' 2>/dev/null || true";
    private readonly TempTree _tree = new();

    /// <summary>A folder as "dotnet publish" makes it, but with the build's own program, which takes the machine's runtime.</summary>
    private string Program()
    {
        var folder = _tree.Root + "/program";
        Directory.CreateDirectory(folder + "/modules");
        _tree.Write("program/libcoreclr.so", "");
        var bin = Path.GetDirectoryName(Repository.Ufcluster)!;
        Tool.Run("cp", "-a", bin + "/.", folder);
        Tool.Run("cp", "-a", Repository.ModuleFolder, folder + "/modules");
        return folder;
    }

    private IReadOnlyList<HttpdDaemonResult> Install(string arguments) =>
        Host.Run($"Install-HttpdDaemon -Node {Node(3)} -PassThru -WarningAction SilentlyContinue {arguments}").As<HttpdDaemonResult>();

    private HttpdDaemon Get(string name) => Host.Run($"Get-HttpdDaemon {name} -Node {Node(3)}").Single<HttpdDaemon>();

    private static IEnumerable<(string, HttpdDaemonAction)> Actions(IEnumerable<HttpdDaemonResult> results) => results.Select(r => (r.Name, r.Action));

    [Fact]
    public void The_services_do_the_old_work_and_leave_nothing()
    {
        var own = Read(3).Replace($"# Apache of {Node(3)}", $"# Apache of {Node(1)}", StringComparison.Ordinal);
        var all = new[] { 1, 2, 4, 5 };
        var text = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Read(1)));
        foreach (var node in all)
        {
            Change(node, "true");
        }

        Change(3, $"echo {text} | base64 -d >httpd.conf");
        var missing = Host.Run($"Install-HttpdDaemon -Node {Node(3)} -Program '{Program()}' -WhatIf").AssertNoErrors();
        Assert.Contains(missing.Warnings, w => w.Contains("Private keys are not copied", StringComparison.Ordinal));
        Assert.Empty(Lab.On(3, Left));

        Assert.Equal([("httpd-local", HttpdDaemonAction.Installed), ("httpd-cluster", HttpdDaemonAction.Installed)], Actions(Install($"-Program '{_tree.Root}/program'")));
        Assert.Equal([("httpd-local", HttpdDaemonAction.Unchanged), ("httpd-cluster", HttpdDaemonAction.Unchanged)], Actions(Install($"-Program '{_tree.Root}/program'")));
        Assert.Equal((true, null), (Get("httpd-local").IsInstalled, Get("httpd-local").LastRun));

        var children = Lab.On(3, $"pgrep -P {Parent(3)}");
        Lab.On(3, "service httpd-local start");
        Assert.Equal(own, Read(3));
        AssertServes(3);
        AssertNothingLeft(3);
        Assert.NotEqual(children, Lab.On(3, $"pgrep -P {Parent(3)}"));
        var local = Get("httpd-local");
        Assert.Equal((0, HttpdDaemonKind.SysV), (local.LastExitCode, local.Kind));
        Assert.Equal($"{Node(3)}: Published\nApache was restarted gracefully, and lives.", local.LastResult);
        Assert.Contains("exit code 0\n" + local.LastResult, Lab.On(3, "service httpd-local status"), StringComparison.Ordinal);

        // What Apache refuses ends as a failure that is told.
        Change(3, "cp httpd.conf good && echo Nonsense >>httpd.conf");
        Assert.Equal("65\n", Lab.On(3, "service httpd-local restart >/dev/null 2>&1; echo $?"));
        Assert.Equal(65, Get("httpd-local").LastExitCode);
        Assert.Contains("Invalid command 'Nonsense'", Get("httpd-local").LastResult, StringComparison.Ordinal);
        AssertServes(3);

        // The node's own key, where the inventory says; nobody else puts it there.
        Change(3, "mv good httpd.conf && echo '# published' >>httpd.conf");
        foreach (var (file, mode) in (ReadOnlySpan<(string, string)>)[("id_ed25519", "600"), ("known_hosts", "644")])
        {
            var content = Convert.ToBase64String(File.ReadAllBytes(Path.Combine(Lab.State, file)));
            Lab.On(3, $"mkdir -p {Lab.State} && echo {content} | base64 -d >{Lab.State}/{file} && chmod {mode} {Lab.State}/{file}");
        }

        Lab.On(3, "service httpd-cluster start");
        Assert.Equal(0, Get("httpd-cluster").LastExitCode);
        Assert.All(all, n => Assert.EndsWith("# published\n", Read(n), StringComparison.Ordinal));
        Assert.Contains($"Listen 10.77.0.14:80", Read(4), StringComparison.Ordinal);

        Assert.Equal(
            [("httpd-local", HttpdDaemonAction.Removed), ("httpd-cluster", HttpdDaemonAction.Removed)],
            Actions(Host.Run($"Get-HttpdDaemon -Node {Node(3)} | Where-Object IsInstalled | Uninstall-HttpdDaemon -PassThru").As<HttpdDaemonResult>()));
        Assert.Empty(Lab.On(3, Left));
        Assert.Equal(
            HttpdDaemonAction.Unchanged,
            Host.Run($"Uninstall-HttpdDaemon httpd-local -Node {Node(3)} -PassThru").Single<HttpdDaemonResult>().Action);
    }

    [Fact]
    public void A_change_whose_reload_is_the_service_does_not_wait_for_itself()
    {
        Change(3, "true");
        Install($"httpd-local -Program '{Program()}'");
        var inventory = _tree.Write("cluster.psd1", File.ReadAllText(Lab.Inventory)
            .Replace("Httpd = @{", "Httpd = @{ ReloadCommand = 'service httpd-local restart';", StringComparison.Ordinal));
        using var host = new ModuleHost();
        host.Run("Connect-WebCluster -Path $args[0]", inventory).AssertNoErrors();
        var result = host.Run($"Set-HttpdDirective LogLevel info -Node {Node(3)} -Reload").Single<HttpdChangeResult>();
        Assert.Equal((HttpdChangeAction.Published, null), (result.Action, result.Reason));
        Assert.Equal(0, Get("httpd-local").LastExitCode);
        Assert.Contains("so Apache only reloads", Get("httpd-local").LastResult, StringComparison.Ordinal);
        AssertServes(3);
        AssertNothingLeft(3);
        Host.Run($"Uninstall-HttpdDaemon -Node {Node(3)}").AssertNoErrors();
    }

    [Fact]
    public void Says_what_is_missing_before_anything_is_done()
    {
        Host.Run($"Install-HttpdDaemon httpd-local -Node {Node(3)}").AssertTerminating("ProgramNeeded");
        Host.Run("Install-HttpdDaemon httpd-local -Program $args[0]", _tree.Root).AssertTerminating("ProgramInvalid");
        var relative = _tree.Write("relative.psd1", "@{ Name = 'x'; Nodes = @( @{ Name = 'a' } ); Ssh = @{ KeyFile = 'id' } }");
        Host.Run("Install-HttpdDaemon -Inventory $args[0]", relative).AssertTerminating("InventoryPathRelative");
        Host.Run("Install-HttpdDaemon -Inventory $args[0]", _tree.Root + "/none.psd1").AssertTerminating("InventoryNotFound");
        Host.Run("Install-HttpdDaemon -Inventory $args[0]", _tree.Write("bad.psd1", "@{ }")).AssertTerminating("InventoryInvalid");
        using var alone = new ModuleHost();
        alone.Run("Install-HttpdDaemon").AssertTerminating("InventoryNeeded");
        Assert.Empty(Lab.On(3, Left));
    }

    [Fact]
    public void A_node_that_is_down_and_a_user_without_rights_are_errors()
    {
        Lab.Stop(3, "sshd");
        try
        {
            var outcome = Host.Run("Get-HttpdDaemon httpd-local");
            outcome.AssertError("Unreachable");
            Assert.Equal(4, outcome.Output.Count);
        }
        finally
        {
            Lab.Start(3, "sshd");
        }

        using var host = new ModuleHost();
        var inventory = _tree.Write("cluster.psd1", File.ReadAllText(Lab.Inventory).Replace($"KeyFile = '{Lab.State}/id_ed25519'; ", "", StringComparison.Ordinal));
        var deploy = Secrets.Credential("deploy", Secrets.Password);
        host.Run("param($p, $c) Connect-WebCluster $p -Credential $c", inventory, deploy).AssertNoErrors();
        host.Run($"Install-HttpdDaemon httpd-local -Node {Node(3)} -Program $args[0]", Program()).AssertError("PermissionDenied");
        Assert.Empty(Lab.On(3, Left));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        Lab.On(3, $"rm -rf /var/lib/ultrafarma-cluster /etc/init.d/httpd-local /etc/init.d/httpd-cluster /etc/httpd/conf/good {Lab.State}/id_ed25519 {Lab.State}/known_hosts");
        _tree.Dispose();
    }
}
