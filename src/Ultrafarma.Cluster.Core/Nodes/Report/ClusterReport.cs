using Ultrafarma.Cluster.Csync;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>What a report on the cluster is made of. What could not be asked is in it as such: the page says so.</summary>
internal sealed record ClusterReport
{
    /// <summary>The look at the whole cluster.</summary>
    public required ClusterLook Look { get; init; }

    /// <summary>The nodes that the report is about, in the inventory's order.</summary>
    public required IReadOnlyList<string> Nodes { get; init; }

    /// <summary>What Apache and csync2 say of their configs; of those that were asked.</summary>
    public ClusterChecks Checks { get; init; } = ClusterChecks.None;

    /// <summary>csync2's conflicts, of all nodes.</summary>
    public CsyncFindings Conflicts { get; init; } = new([], []);

    /// <summary>What starts csync2 by the clock on each node that answers.</summary>
    public IReadOnlyList<NodeResult<CsyncScheduleLook>> Schedules { get; init; } = [];

    /// <summary>What went through the balancer; null when it was not measured.</summary>
    public ReportTraffic? Traffic { get; init; }

    /// <summary>The time zone in which the page tells times.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>True for a node that the report is about.</summary>
    public bool IsAbout(string node) => Nodes.Contains(node, StringComparer.OrdinalIgnoreCase);

    /// <summary>What is wrong with the nodes that the report is about, and with the balancer; the worst first.</summary>
    public IReadOnlyList<ClusterFinding> Findings()
    {
        // What is about no node is about all of them.
        var others = Look.Nodes.Select(n => n.NodeName).Where(n => !IsAbout(n)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. ClusterFindings.Of(Look, Checks).Where(f => !others.Contains(f.Node)).OrderByDescending(f => f.Severity)];
    }
}
