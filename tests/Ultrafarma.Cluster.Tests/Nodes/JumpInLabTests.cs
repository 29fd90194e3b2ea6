using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Engine;
using Ultrafarma.Cluster.Tests.Ssh;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Nodes;

/// <summary>Nodes that this side has no way to, and one between that has: real servers, and a real ~/.ssh/config.</summary>
[Collection(LabTests.Name)]
public sealed class JumpInLabTests : IDisposable
{
    private readonly LabFixture _lab;
    private readonly TempFolder _home = new();
    private readonly ModuleHost _host = new();

    public JumpInLabTests(LabFixture lab)
    {
        _lab = lab;
        Blackhole("add");
    }

    public void Dispose()
    {
        Blackhole("del");
        _host.Dispose();
        _home.Dispose();
    }

    [Fact]
    public void The_inventorys_ProxyJump_leads_to_nodes_that_have_no_direct_way()
    {
        var direct = Ask(Inventory(""));
        Assert.Equal([true, false, false, false, false], direct.Select(n => n.Reachable));

        var nodes = Ask(Inventory($"ProxyJump = '{LabFixture.Node(1)}'"));
        Assert.All(nodes, n => Assert.True(n.Reachable, n.Error));
        Assert.Equal("4", Sessions());
        _host.Run("Disconnect-WebCluster").AssertNoErrors();
        Assert.Equal("0", Sessions());
    }

    [Fact]
    public void A_cut_cable_of_the_host_between_is_named_for_every_node_behind_it()
    {
        _lab.Cut(1);
        try
        {
            var nodes = Ask(Inventory("ProxyJump = 'root@10.77.0.11:22'"));
            Assert.All(nodes, n => Assert.False(n.Reachable));
            Assert.All(nodes.Skip(1), n => Assert.Contains("leads through 10.77.0.11", n.Error, StringComparison.Ordinal));
            Assert.All(nodes.Skip(1), n => Assert.Contains("nothing answers there", n.Error, StringComparison.Ordinal));
        }
        finally
        {
            _lab.Heal(1);
        }
    }

    [Fact]
    public void A_node_that_is_cut_off_behind_the_host_does_not_take_the_others_with_it()
    {
        _lab.Cut(3);
        try
        {
            var outcome = _host.Run("param($p) Connect-WebCluster $p | Get-WebClusterNode -ConnectionOnly", Inventory("ProxyJump = '10.77.0.11'"));
            Assert.Equal([true, true, false, true, true], outcome.As<WebClusterNode>().Select(n => n.Reachable));
            Assert.Contains("through 10.77.0.11", outcome.As<WebClusterNode>()[2].Error, StringComparison.Ordinal);
            Assert.InRange(outcome.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(11));
        }
        finally
        {
            _lab.Heal(3);
        }
    }

    [Fact]
    public void A_real_ssh_config_in_the_home_folder_leads_there_as_ssh_does()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_home.FullPath, ".ssh")).FullName;
        File.WriteAllText(Path.Combine(folder, "config"), $"""
            Host gate
             HostName 10.77.0.11
             User root
             IdentityFile "{_lab.State}/id_ed25519"
             UserKnownHostsFile "{_lab.KnownHosts}"
            Host 10.77.0.12 10.77.0.13 10.77.0.14 10.77.0.15
             ProxyJump gate
            """);
        var inventory = _home.Write("cluster.psd1", File.ReadAllText(_lab.Inventory).Replace("ConfigFile = 'none'; ", "", StringComparison.Ordinal));
        var lines = Tool.Run("env", "HOME=" + _home.FullPath, Repository.Ufcluster, "-NoProfile", "-Command",
            $"$null = Connect-WebCluster '{inventory}'; Get-WebClusterNode -ConnectionOnly | ForEach-Object {{ '{{0}} {{1}}' -f $_.Name, ($_.Error ?? 'reached') }}");
        Assert.Equal(Enumerable.Range(1, 5).Select(n => LabFixture.Node(n) + " reached"), lines.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private void Blackhole(string verb) => _lab.On("lb01", $"for a in 12 13 14 15; do ip route {verb} blackhole 10.77.0.$a/32; done");

    private IReadOnlyList<WebClusterNode> Ask(string inventory) =>
        _host.Run("param($p) Connect-WebCluster $p | Get-WebClusterNode -ConnectionOnly", inventory).As<WebClusterNode>();

    private string Inventory(string ssh) =>
        _home.Write("cluster.psd1", File.ReadAllText(_lab.Inventory).Replace("User = 'root'; ", $"User = 'root'; {ssh};", StringComparison.Ordinal));

    // How many connections to other nodes' ssh servers the host between holds.
    private string Sessions() => _lab.On(1, "ss -Htn state established '( dport = :22 )' | wc -l").Trim();
}
