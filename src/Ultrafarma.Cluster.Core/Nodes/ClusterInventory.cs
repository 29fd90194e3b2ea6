using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Httpd;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>What an inventory file says about a cluster.</summary>
public sealed record ClusterInventory
{
    /// <summary>The cluster's name.</summary>
    public required string Name { get; init; }

    /// <summary>The file that it was read from.</summary>
    public required string SourcePath { get; init; }

    /// <summary>The nodes, in the file's order.</summary>
    public required IReadOnlyList<InventoryNode> Nodes { get; init; }

    /// <summary>How to log in.</summary>
    public SshSettings Ssh { get; init; } = new();

    /// <summary>Where csync2 is on the nodes.</summary>
    public CsyncSettings Csync { get; init; } = new();

    /// <summary>Where Apache httpd is on the nodes.</summary>
    public HttpdSettings Httpd { get; init; } = new();

    /// <summary>Where the balancer is.</summary>
    public HaproxySettings Haproxy { get; init; } = new();
}
