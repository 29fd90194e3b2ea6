using Ultrafarma.Cluster.Tests.Nodes;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Engine;

/// <summary>The built folder in a process that knows nothing of it, beside somebody else's SSH.NET.</summary>
[Collection(LabTests.Name)]
public sealed class FreshProcessTests(LabFixture lab)
{
    private const string SshAssemblies =
        "[AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { $_.GetName() } | Where-Object Name -eq Renci.SshNet | ForEach-Object { $_.Version.Major }";

    [Fact]
    public async Task Importing_loads_neither_SSH_NET_nor_our_ssh_assembly()
    {
        var lines = await Probe.RunAsync(
            """
            param($manifest)
            Import-Module $manifest
            [AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { $_.GetName().Name } |
                Where-Object { $_ -in 'Ultrafarma.Cluster', 'Ultrafarma.Cluster.Core', 'Ultrafarma.Cluster.Ssh', 'BouncyCastle.Cryptography' }
            """ + "\n" + SshAssemblies, Repository.Manifest);
        Assert.Equal(["2024", "Ultrafarma.Cluster", "Ultrafarma.Cluster.Core"], lines[1..^1].Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Reading_an_inventory_and_connecting_load_no_SSH_NET_either()
    {
        var lines = await Probe.RunAsync(
            """
            param($manifest, $inventory)
            Import-Module $manifest
            Test-WebClusterInventory $inventory
            $null = Connect-WebCluster $inventory

            """ + SshAssemblies, Repository.Manifest, lab.Inventory);
        Assert.Equal(["2024"], lines[1..^1]);
    }

    [Fact]
    public async Task Nothing_before_the_live_view_itself_loads_Spectre_Console()
    {
        var lines = await Probe.RunAsync(
            """
            param($manifest)
            Import-Module $manifest
            (Get-HaproxyServer -Backend web -Socket 10.77.0.10:9999).Count
            try { Watch-HaproxyBackend -Socket 10.77.0.10:9999 } catch { $_.FullyQualifiedErrorId }
            [AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { $_.GetName().Name } |
                Where-Object { $_ -like 'Spectre*' -or $_ -like 'Ultrafarma.Cluster*' }
            """, Repository.Manifest);
        Assert.Equal(["5", "NoTerminal,Ultrafarma.Cluster.Commands.Haproxy.WatchHaproxyBackendCommand"], lines[1..3]);
        Assert.Equal(
            ["Ultrafarma.Cluster", "Ultrafarma.Cluster.Core", "Ultrafarma.Cluster.Probe"], lines[3..^1].Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Connects_by_ssh_beside_another_version_of_SSH_NET()
    {
        var lines = await Probe.RunAsync(
            """
            param($manifest, $inventory, $key)
            function Invoke-OtherSshNet {
                $file = [Renci.SshNet.PrivateKeyFile]::new($key)
                $client = [Renci.SshNet.SshClient]::new('10.77.0.12', 'root', [Renci.SshNet.IPrivateKeySource[]]@($file))
                $client.Connect()
                $client.RunCommand('hostname').Result.Trim()
                $client.Dispose()
            }
            Invoke-OtherSshNet
            Import-Module $manifest
            $null = Connect-WebCluster $inventory
            Get-WebClusterNode | ForEach-Object { '{0} {1} {2}' -f $_.Name, $_.Reachable, ($_ -is [Ultrafarma.Cluster.Nodes.WebClusterNode]) }
            Invoke-OtherSshNet

            """ + SshAssemblies, Repository.Manifest, lab.Inventory, Path.Combine(lab.State, "id_ed25519"));
        Assert.Equal(["SSH.NET 2024", LabFixture.Node(2)], lines[..2]);
        Assert.Equal(Enumerable.Range(1, 5).Select(n => LabFixture.Node(n) + " True True"), lines[2..7]);
        Assert.Equal(LabFixture.Node(2), lines[7]);
        Assert.Equal(["2024", "2026"], lines[8..^1].Order(StringComparer.Ordinal));
        Assert.Equal("SSH.NET 2024", lines[^1]);
    }

    [Fact]
    public async Task Works_from_a_path_with_spaces_and_in_several_runspaces()
    {
        using var folder = new TempFolder();
        var copy = Path.Combine(folder.FullPath, "my modules", "Ultrafarma.Cluster");
        foreach (var file in Directory.GetFiles(Repository.ModuleFolder, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(Repository.ModuleFolder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        var lines = await Probe.RunAsync(
            """
            param($manifest, $inventory)
            $script = {
                param($manifest, $inventory)
                Import-Module $manifest
                $null = Connect-WebCluster $inventory
                Get-WebClusterNode | Where-Object Reachable | ForEach-Object Name
            }.ToString()
            $running = 1..3 | ForEach-Object {
                $shell = [powershell]::Create([initialsessionstate]::CreateDefault2())
                $null = $shell.AddScript($script).AddArgument($manifest).AddArgument($inventory)
                [pscustomobject]@{ Shell = $shell; Result = $shell.BeginInvoke() }
            }
            $running | ForEach-Object { $_.Shell.EndInvoke($_.Result) }

            """ + SshAssemblies, Path.Combine(copy, "Ultrafarma.Cluster.psd1"), lab.Inventory);
        Assert.Equal(15, lines.Count(line => line.StartsWith("CD163820", StringComparison.Ordinal)));
        Assert.Equal(["2024", "2026"], lines[16..^1].Order(StringComparer.Ordinal));
    }
}
