using Ultrafarma.Cluster.Haproxy;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>A look at the cluster as metrics. Pure.</summary>
internal static class ClusterMetrics
{
    /// <summary>The metrics; what could not be asked has no value, and <c>ultrafarma_part_up</c> says so.</summary>
    /// <param name="look">The look.</param>
    /// <param name="names">The nodes of interest. The balancer's servers and the findings are always those of the whole cluster.</param>
    public static IReadOnlyList<MetricFamily> Of(ClusterLook look, IReadOnlyCollection<string> names)
    {
        IReadOnlyList<WebClusterNode> nodes = [.. ClusterNodes.Of(look).Where(n => names.Contains(n.Name))];
        return
        [
            One("ultrafarma_look_timestamp_seconds", "seconds", "When the cluster was looked at, in Unix time.", look.Time.ToUnixTimeMilliseconds() / 1000.0),
            One("ultrafarma_look_duration_seconds", "seconds", "How long the look took.", look.Duration.TotalSeconds),
            Findings(look),
            OfNodes(nodes, "ultrafarma_node_up", "", "Whether the node lets us in and runs a command (1) or not (0).", n => Flag(n.Reachable)),
            OfNodes(nodes, "ultrafarma_node_latency_seconds", "seconds", "The time of a trivial command over ssh.", n => n.Latency?.TotalSeconds),
            Parts(nodes),
            .. OfBalancer(look.Balancer),
            OfNodes(nodes, "ultrafarma_httpd_up", "", "Whether an Apache runs on the node.", n => Flag(n.HttpdRunning)),
            new MetricFamily("ultrafarma_httpd_info", false, "", "The version of the node's Apache; the value is always 1.",
                [.. nodes.Where(n => n.HttpdVersion is not null).Select(n => Point(1, ("node", n.Name), ("version", n.HttpdVersion!)))]),
            OfNodes(nodes, "ultrafarma_httpd_config_drifted", "", "Whether the config is another than most nodes have.",
                n => Flag(n.HttpdDrift is { } drift ? drift != Httpd.HttpdDriftStatus.Same : null)),
            OfNodes(nodes, "ultrafarma_httpd_host_right", "", "Whether the node's own host stands in its config.", n => Flag(n.HttpdHostRight)),
            OfNodes(nodes, "ultrafarma_csync_pending_changes", "", "Changes that csync2 still owes, each to one peer.", n => n.CsyncPending),
            OfNodes(nodes, "ultrafarma_csync_conflicting_paths", "", "Paths that are marked as changed on another node, too.", n => n.CsyncConflicts),
        ];
    }

    private static IEnumerable<MetricFamily> OfBalancer(BalancerLook? balancer)
    {
        if (balancer is null)
        {
            return [];
        }

        HaproxyServer[] servers = [.. (balancer.Snapshot?.Servers ?? []).DistinctBy(s => (s.Backend, s.Name))];
        return
        [
            One("ultrafarma_haproxy_up", "", "Whether the balancer answers.", Flag(balancer.Snapshot is not null)!.Value),
            Servers("server_up", "", "Whether the server's checks succeed, or nobody checks it.", s => Flag(s.OperationalState
                is HaproxyOperationalState.Up or HaproxyOperationalState.GoingDown or HaproxyOperationalState.NotChecked)),
            Servers("server_serving", "", "Whether the server gets new sessions.", s => Flag(s.IsServing)),
            Servers("server_in_maintenance", "", "Whether the server was taken out.", s => Flag(s.IsInMaintenance)),
            Servers("server_draining", "", "Whether the server is drained.", s => Flag(s.IsDraining)),
            Servers("server_weight", "", "The server's effective weight.", s => s.Weight),
            Servers("server_sessions_current", "", "Sessions on the server now.", s => s.SessionsCurrent),
            Servers("server_queue_current", "", "Requests that wait for the server now.", s => s.QueueCurrent),
            Servers("server_sessions", "", "Sessions since HAProxy's counters began.", s => s.SessionsTotal, isCounter: true),
            Servers("server_requests", "", "Requests since HAProxy's counters began.", s => s.RequestsTotal, isCounter: true),
            Responses(servers),
            Servers("server_received_bytes", "bytes", "Bytes from clients since HAProxy's counters began.", s => s.BytesIn, isCounter: true),
            Servers("server_sent_bytes", "bytes", "Bytes to clients since HAProxy's counters began.", s => s.BytesOut, isCounter: true),
            Servers("server_response_time_average_seconds", "seconds", "The mean time to the response's headers, over the last 1024 requests.",
                s => s.ResponseTime?.TotalSeconds),
        ];

        MetricFamily Servers(string name, string unit, string help, Func<HaproxyServer, double?> valueOf, bool isCounter = false) => new(
            "ultrafarma_haproxy_" + name, isCounter, unit, help,
            [.. servers.Where(s => valueOf(s) is not null).Select(s => Point(valueOf(s)!.Value, ("backend", s.Backend), ("server", s.Name)))]);
    }

    private static MetricFamily Responses(IEnumerable<HaproxyServer> servers) => new(
        "ultrafarma_haproxy_server_responses", true, "", "HTTP responses since HAProxy's counters began, by the class of their status.",
        [
            .. servers.SelectMany(server => ByClass(server)
                .Where(response => response.Count is not null)
                .Select(response => Point(response.Count!.Value, ("backend", server.Backend), ("server", server.Name), ("code", response.Class)))),
        ]);

    private static IEnumerable<(string Class, long? Count)> ByClass(HaproxyServer server) =>
    [
        ("1xx", server.Responses1xx), ("2xx", server.Responses2xx), ("3xx", server.Responses3xx), ("4xx", server.Responses4xx),
        ("5xx", server.Responses5xx), ("other", server.ResponsesOther),
    ];

    private static MetricFamily Findings(ClusterLook look)
    {
        var counts = ClusterFindings.Of(look, ClusterChecks.None).GroupBy(f => f.Severity).ToDictionary(g => g.Key, g => g.Count());
        return new MetricFamily("ultrafarma_findings", false, "", "What Test-WebCluster finds without asking Apache to check its config.",
            [.. Enum.GetValues<FindingSeverity>().Select(s => Point(counts.GetValueOrDefault(s), ("severity", Name(s))))]);
    }

    // The balancer's part has its own metric; a node that does not answer has no other part to be asked.
    private static MetricFamily Parts(IReadOnlyList<WebClusterNode> nodes) => new(
        "ultrafarma_part_up", false, "", "Whether a part of a node could be asked.",
        [
            .. nodes.Where(n => n.Reachable).SelectMany(n => new[] { ("httpd", n.HttpdError), ("csync", n.CsyncError) }
                .Select(part => Point(part.Item2 is null ? 1 : 0, ("node", n.Name), ("part", part.Item1)))),
        ]);

    private static MetricFamily OfNodes(
        IReadOnlyList<WebClusterNode> nodes, string name, string unit, string help, Func<WebClusterNode, double?> valueOf) => new(
        name, false, unit, help, [.. nodes.Where(n => valueOf(n) is not null).Select(n => Point(valueOf(n)!.Value, ("node", n.Name)))]);

    private static MetricFamily One(string name, string unit, string help, double value) => new(name, false, unit, help, [Point(value)]);

    private static double? Flag(bool? value) => value is null ? null : value.Value ? 1 : 0;

    private static (IReadOnlyList<(string Name, string Value)> Labels, double Value) Point(
        double value, params (string Name, string Value)[] labels) => (labels, value);

    private static string Name(FindingSeverity severity) => severity switch
    {
        FindingSeverity.Info => "info",
        FindingSeverity.Warning => "warning",
        _ => "error",
    };
}
