using System.Management.Automation;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.CsyncLab;
using Ultrafarma.Cluster.Tests.Engine;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Nodes;

/// <summary>The nodes' cmdlets against real ssh servers.</summary>
[Collection(LabTests.Name)]
public sealed class NodesInLabTests : IDisposable
{
    private readonly LabFixture _lab;
    private readonly ModuleHost _host = new();

    public NodesInLabTests(LabFixture lab)
    {
        _lab = lab;
        _host.Run("param($p) Connect-WebCluster $p", lab.Inventory).AssertNoErrors();
    }

    public void Dispose() => _host.Dispose();

    [Fact]
    public void All_nodes_answer_and_the_table_fits()
    {
        var nodes = _host.Run("Get-WebClusterNode").As<WebClusterNode>();
        Assert.Equal(Enumerable.Range(1, 5).Select(LabFixture.Node), nodes.Select(n => n.Name));
        Assert.All(nodes, n => Assert.True(n.Reachable, n.Error));
        Assert.All(nodes, n => Assert.InRange(n.Latency!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(2)));
        var screen = _host.Render("Get-WebClusterNode");
        Assert.All(screen.Split('\n'), line => Assert.InRange(line.Length, 0, 120));
        Assert.Contains(LabFixture.Node(1), screen, StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_that_is_cut_off_costs_its_timeout_once_beside_the_others()
    {
        _lab.Cut(2);
        _lab.Cut(3);
        try
        {
            var outcome = _host.Run("Get-WebClusterNode");
            var nodes = outcome.As<WebClusterNode>();
            Assert.Equal([true, false, false, true, true], nodes.Select(n => n.Reachable));
            Assert.All(nodes.Where(n => !n.Reachable), n => Assert.Contains(n.Name, n.Error, StringComparison.Ordinal));

            // The inventory allows 5 s for a connection.
            Assert.InRange(outcome.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(9));
        }
        finally
        {
            _lab.Heal(2);
            _lab.Heal(3);
        }

        Assert.All(_host.Run("Get-WebClusterNode").As<WebClusterNode>(), n => Assert.True(n.Reachable, n.Error));
    }

    [Fact]
    public async Task Ctrl_C_while_a_node_does_not_answer()
    {
        _lab.Cut(4);
        try
        {
            using var running = _host.Start("Get-WebClusterNode");
            await Task.Delay(1000);
            Assert.False(running.IsCompleted);
            Assert.InRange(await running.StopAsync(), TimeSpan.Zero, TimeSpan.FromSeconds(2));
        }
        finally
        {
            _lab.Heal(4);
        }
    }

    [Fact]
    public void A_server_that_was_restarted_is_connected_to_anew()
    {
        _host.Run("Get-WebClusterNode").AssertNoErrors();
        _lab.Stop(1, "sshd");
        EndSessions(1);
        _lab.Start(1, "sshd");
        Assert.All(_host.Run("Get-WebClusterNode").As<WebClusterNode>(), n => Assert.True(n.Reachable, n.Error));
    }

    [Fact]
    public void A_changed_host_key_is_named_in_the_row()
    {
        _lab.ChangeHostKey(5);
        try
        {
            var node = _host.Run("param($n) Get-WebClusterNode $n", LabFixture.Node(5)).Single<WebClusterNode>();
            Assert.False(node.Reachable);
            Assert.Contains("known_hosts", node.Error, StringComparison.Ordinal);
        }
        finally
        {
            _lab.ChangeHostKey(5, restore: true);
        }
    }

    [Fact]
    public void Removing_the_module_ends_the_sessions_on_the_servers()
    {
        EndSessions(3);
        _host.Run("Get-WebClusterNode").AssertNoErrors();
        Assert.Equal(1, SshSessions());
        _host.Run("Remove-Module Ultrafarma.Cluster").AssertNoErrors();
        AssertNoSession();
    }

    [Fact]
    public void Disconnecting_ends_the_sessions_on_the_servers()
    {
        EndSessions(3);
        _host.Run("Get-WebClusterNode; Get-WebClusterNode").AssertNoErrors();
        Assert.Equal(1, SshSessions());
        _host.Run("Disconnect-WebCluster").AssertNoErrors();
        AssertNoSession();
    }

    [Fact]
    public void Closing_the_runspace_ends_the_sessions_on_the_servers()
    {
        EndSessions(3);
        using (var other = new ModuleHost())
        {
            other.Run("param($p) Connect-WebCluster $p | Get-WebClusterNode", _lab.Inventory).AssertNoErrors();
            Assert.Equal(1, SshSessions());
        }

        AssertNoSession();
    }

    [Fact]
    public void An_encrypted_key_needs_its_passphrase()
    {
        var key = Path.Combine(_lab.State, "id_ed25519_enc");
        var refused = _host.Run("param($p, $k) Connect-WebCluster $p -KeyFile $k | Get-WebClusterNode", _lab.Inventory, key).As<WebClusterNode>();
        Assert.All(refused, n => Assert.False(n.Reachable));
        Assert.Contains("passphrase", refused[0].Error, StringComparison.OrdinalIgnoreCase);

        using var passphrase = Secret.Of("wrong");
        _host.Set("passphrase", passphrase);
        const string script = "param($p, $k) Connect-WebCluster $p -KeyFile $k -KeyPassphrase $passphrase | Get-WebClusterNode";
        Assert.All(_host.Run(script, _lab.Inventory, key).As<WebClusterNode>(), n => Assert.False(n.Reachable));

        using var right = Secret.Of("lab-passphrase");
        _host.Set("passphrase", right);
        Assert.All(_host.Run(script, _lab.Inventory, key).As<WebClusterNode>(), n => Assert.True(n.Reachable, n.Error));
    }

    [Fact]
    public void A_password_lets_its_user_in()
    {
        using var password = Secret.Of("Lab-Passw0rd!");
        _host.Set("credential", new PSCredential("deploy", password));
        var nodes = _host.Run("param($p) Connect-WebCluster $p -Credential $credential | Get-WebClusterNode", _lab.Inventory).As<WebClusterNode>();
        Assert.All(nodes, n => Assert.True(n.Reachable, n.Error));
    }

    [Fact]
    public void A_user_that_is_not_let_in_is_a_row()
    {
        using var password = Secret.Of("wrong-password");
        _host.Set("credential", new PSCredential("nobody", password));
        var outcome = _host.Run("param($p) Connect-WebCluster $p -Credential $credential -Verbose | Get-WebClusterNode -Verbose", _lab.Inventory);
        Assert.All(outcome.As<WebClusterNode>(), n => Assert.False(n.Reachable));
        var shown = string.Join('\n', [.. outcome.Verbose, .. outcome.As<WebClusterNode>().Select(n => n.ToString())]);
        Assert.DoesNotContain("wrong-password", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_host_key_is_taken_only_when_allowed()
    {
        using var folder = new TempFolder();
        var inventory = folder.Write("cluster.psd1", File.ReadAllText(_lab.Inventory)
            .Replace(_lab.KnownHosts, Path.Combine(folder.FullPath, "known_hosts"), StringComparison.Ordinal));
        Assert.All(_host.Run("param($p) Connect-WebCluster $p | Get-WebClusterNode", inventory).As<WebClusterNode>(), n => Assert.False(n.Reachable));
        Assert.All(
            _host.Run("param($p) Connect-WebCluster $p -HostKeyPolicy AcceptNew | Get-WebClusterNode -ConnectionOnly", inventory).As<WebClusterNode>(),
            n => Assert.True(n.Reachable, n.Error));
        Assert.Equal(5, File.ReadAllLines(Path.Combine(folder.FullPath, "known_hosts")).Length);

        // Now they are known.
        Assert.All(_host.Run("param($p) Connect-WebCluster $p | Get-WebClusterNode", inventory).As<WebClusterNode>(), n => Assert.True(n.Reachable, n.Error));
    }

    // The connections as the server sees them.
    private int SshSessions(int node = 3) => int.Parse(
        _lab.On(node, "ss -Htn state established '( sport = :22 )' | wc -l"), System.Globalization.CultureInfo.InvariantCulture);

    // What an earlier test left open, or is just closing, is not counted.
    private void EndSessions(int node)
    {
        _lab.On(node, "for pid in $(ss -Htnp state established '( sport = :22 )' | sed -n 's/.*pid=\\([0-9]*\\),.*/\\1/p'); do kill $pid; done; true");
        CsyncCluster.Eventually(() => SshSessions(node) == 0, "no session is left");
    }

    private void AssertNoSession() => CsyncCluster.Eventually(() => SshSessions() == 0, "the session ends on the server", 5);
}
