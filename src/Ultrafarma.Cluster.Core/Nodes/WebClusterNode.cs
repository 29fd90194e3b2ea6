using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Httpd;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>
/// One node of the connected cluster at a glance: whether it answers, and what the balancer, Apache and csync2 make of it. What was
/// not asked, or could not be, is null; each part's error says why.
/// </summary>
public sealed record WebClusterNode
{
    /// <summary>Its name in the inventory.</summary>
    public required string Name { get; init; }

    /// <summary>The host name or IP address.</summary>
    public required string Address { get; init; }

    /// <summary>The port of its ssh server.</summary>
    public required int Port { get; init; }

    /// <summary>What it is for.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>True when a command ran there.</summary>
    public required bool Reachable { get; init; }

    /// <summary>The time that a trivial command took over the open connection; null when it did not run.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>Why it is not reachable, or null.</summary>
    public string? Error { get; init; }

    /// <summary>The balancer's servers that are this node, by name or else by address.</summary>
    public IReadOnlyList<HaproxyServer> HaproxyServers { get; init; } = [];

    /// <summary>Their status as HAProxy gives it, as in <c>UP</c>, each once; null when there are none.</summary>
    public string? HaproxyState => HaproxyServers.Count == 0 ? null : string.Join(", ", HaproxyServers.Select(s => s.Status).Distinct());

    /// <summary>Why the balancer could not be asked, or null.</summary>
    public string? HaproxyError { get; init; }

    /// <summary>Whether an Apache runs there.</summary>
    public bool? HttpdRunning { get; init; }

    /// <summary>The version of Apache's program, such as <c>2.4.71</c>.</summary>
    public string? HttpdVersion { get; init; }

    /// <summary>The SHA-256 of the main config as it stands there, in hexadecimal.</summary>
    public string? HttpdHash { get; init; }

    /// <summary>How the config and what it includes stand to what most nodes have, each node's own host left out; null when there is
    /// no other node to compare with.</summary>
    public HttpdDriftStatus? HttpdDrift { get; init; }

    /// <summary>Whether the node's own host stands wherever a node's host does.</summary>
    public bool? HttpdHostRight { get; init; }

    /// <summary>Why Apache's config could not be read, or null.</summary>
    public string? HttpdError { get; init; }

    /// <summary>How many changes the node still owes, each to one peer.</summary>
    public int? CsyncPending { get; init; }

    /// <summary>How many of its paths are marked as changed on another node, too: csync2 refuses those.</summary>
    public int? CsyncConflicts { get; init; }

    /// <summary>
    /// When csync2 is started by the clock: a time from one run to the next, as in <c>00:15:00</c>, or a crontab's own words, or a systemd
    /// timer's name; empty when it never is. "resolve" stands before what repairs conflicts, "suspended" after what is switched off.
    /// </summary>
    public IReadOnlyList<string>? CsyncSchedule { get; init; }

    /// <summary>Why csync2 could not be asked, or null.</summary>
    public string? CsyncError { get; init; }

    /// <summary>The parts that could not be asked: Node, Haproxy, Httpd, Csync.</summary>
    public IReadOnlyList<string> FailedParts =>
    [
        .. new[] { ("Node", Error), ("Haproxy", HaproxyError), ("Httpd", HttpdError), ("Csync", CsyncError) }
            .Where(part => part.Item2 is not null)
            .Select(part => part.Item1),
    ];
}
