using System.Text;
using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Haproxy;

namespace Ultrafarma.Cluster.Tests.Nodes;

/// <summary>A look at a cluster that no server gave: nodes that are all well, until a test says otherwise.</summary>
internal sealed class ClusterScene
{
    private readonly List<NodeResult<NodeLook>> _nodes = [];

    public static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The balancer of the look; null for none.</summary>
    public FakeBalancer? Balancer { get; set; } = new();

    /// <summary>Why the balancer did not answer, or null.</summary>
    public HaproxyException? BalancerError { get; set; }

    /// <summary>Adds a node that answers.</summary>
    /// <param name="name">Its name; the balancer gets a server of it.</param>
    /// <param name="config">Its httpd.conf; its own name alone unless given.</param>
    /// <param name="running">Whether its Apache runs.</param>
    /// <param name="status">Its server's status in the balancer.</param>
    /// <param name="dirty">What it owes, as "path>peer".</param>
    public ClusterScene Add(string name, string? config = null, bool running = true, string status = "UP", params string[] dirty)
    {
        Balancer?.Add("web", name, status);
        var bytes = Encoding.UTF8.GetBytes(config ?? $"ServerName {name}\n");
        var main = new HttpdConfigFile("/etc/httpd/conf/httpd.conf", new HttpdFileFacts(bytes.Length, default, "644", "root:root"), bytes);
        var httpd = HttpdEvaluation.Run(
            name, main, HttpdProgram.Unasked with { Version = "2.4.71", IsRunning = running }, new Dictionary<string, HttpdReading>()).Config;
        var rows = new CsyncNodeRows(name);
        foreach (var debt in dirty.Select(d => d.Split('>')))
        {
            rows.Add(new CsyncDirtyRow(name, debt[1], debt[0], Forced: false));
        }

        _nodes.Add(new(name, new NodeLook(TimeSpan.FromMilliseconds(2), new(name, httpd, null), new(name, new CsyncGlance(rows, ["00:15:00"]), null)), null));
        return this;
    }

    /// <summary>Adds a node that does not answer.</summary>
    public ClusterScene AddDown(string name)
    {
        Balancer?.Add("web", name, "DOWN");
        _nodes.Add(new(name, null, Failure(name, $"{name} does not answer.")));
        return this;
    }

    /// <summary>Adds a node that answers, without Apache and csync2.</summary>
    public ClusterScene AddBare(string name)
    {
        _nodes.Add(new(
            name,
            new NodeLook(
                TimeSpan.FromMilliseconds(2),
                new(name, null, Failure(name, "httpd: not found")),
                new(name, null, Failure(name, "csync2: not found"))),
            null));
        return this;
    }

    public ClusterLook Look()
    {
        var inventory = new ClusterInventory
        {
            Name = "scene",
            SourcePath = "/etc/ultrafarma-cluster/cluster.psd1",
            Nodes = [.. _nodes.Select((n, i) => new InventoryNode { Name = n.NodeName, Address = $"10.0.0.{i + 1}" })],
        };
        return new ClusterLook
        {
            Inventory = inventory,
            Time = Now,
            Duration = TimeSpan.FromSeconds(0.25),
            Nodes = _nodes,
            Balancer = Balancer is null ? null : new BalancerLook(Balancer.Source, BalancerError is null ? Balancer.Look() : null, BalancerError),
            Hosts = HttpdHosts.From(inventory.Nodes, inventory.Httpd),
        };
    }

    private static NodeException Failure(string node, string message) => new(NodeErrorKind.Unreachable, node, message);
}
