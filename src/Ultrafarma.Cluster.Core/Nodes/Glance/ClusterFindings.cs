using System.Globalization;
using Ultrafarma.Cluster.Httpd;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>What is wrong in a cluster, by a look at it: the nodes, Apache and csync2. Pure.</summary>
internal static class ClusterFindings
{
    /// <summary>All findings, the balancer's first, then by node.</summary>
    /// <param name="look">The look.</param>
    /// <param name="checks">What Apache and csync2 say of their configs.</param>
    public static IReadOnlyList<ClusterFinding> Of(ClusterLook look, ClusterChecks checks)
    {
        var drift = ClusterNodes.Drift(look);
        var testOf = checks.Httpd.ToDictionary(t => t.NodeName, StringComparer.OrdinalIgnoreCase);
        var csyncOf = CsyncConfigFindings.Of(checks.Csync).ToLookup(f => f.Node, StringComparer.OrdinalIgnoreCase);
        var rows = ClusterNodes.Of(look);
        return
        [
            .. BalancerFindings.Of(look),
            .. rows.Zip(look.Nodes).SelectMany(pair => OfNode(
                look, pair.First, pair.Second.Value, drift?[pair.First.Name] ?? [], testOf.GetValueOrDefault(pair.First.Name))
                .Concat(csyncOf[pair.First.Name])),

            // A config may name hosts that the inventory does not know.
            .. csyncOf.Where(about => !rows.Any(row => row.Name.Equals(about.Key, StringComparison.OrdinalIgnoreCase))).SelectMany(about => about),
        ];
    }

    /// <summary>The exit code when something is wrong, or nothing could be looked at.</summary>
    public const int ErrorCode = (int)FindingSeverity.Error;

    /// <summary>The exit code that monitoring plug-ins give: 0 all is well, 1 warning, 2 critical.</summary>
    public static int ExitCode(IEnumerable<ClusterFinding> findings) =>
        (int)findings.Select(f => f.Severity).DefaultIfEmpty(FindingSeverity.Info).Max();

    private static IEnumerable<ClusterFinding> OfNode(
        ClusterLook look,
        WebClusterNode row,
        NodeLook? node,
        IEnumerable<HttpdConfigDifference> drift,
        NodeResult<HttpdConfigTest>? test)
    {
        if (node is null)
        {
            return [Find(FindingSeverity.Error, row, ClusterArea.Node, row.Error!,
                "Mend the node or its login; Get-WebClusterNode -ConnectionOnly shows whether it answers.")];
        }

        return [.. OfHttpd(look, row, node, drift, test), .. OfCsync(row)];
    }

    private static IEnumerable<ClusterFinding> OfHttpd(
        ClusterLook look, WebClusterNode row, NodeLook node, IEnumerable<HttpdConfigDifference> drift, NodeResult<HttpdConfigTest>? test)
    {
        if (node.Httpd.Value is not { } config)
        {
            yield return Find(FindingSeverity.Error, row, ClusterArea.Httpd, row.HttpdError!,
                $"Get-HttpdConfig -Node {row.Name} asks it alone.");
            yield break;
        }

        if (!config.IsRunning)
        {
            yield return Find(FindingSeverity.Error, row, ClusterArea.Httpd, "Apache does not run.", $"Restart-Httpd -Node {row.Name} starts it.");
        }

        if (test?.Error is { } error)
        {
            yield return Find(FindingSeverity.Error, row, ClusterArea.Httpd, error.Message, $"Test-HttpdConfig -Node {row.Name} asks it alone.");
        }
        else if (test?.Value is { Ok: false } refused)
        {
            yield return Find(FindingSeverity.Error, row, ClusterArea.Httpd,
                $"Apache refuses its config: {PathText.Display(refused.Problems.FirstOrDefault(p => p.IsError)?.ToString() ?? "it does not say why")}",
                $"It runs until its next start only. Mend the file, or bring the last good one back with Restore-HttpdConfig -Node {row.Name}.");
        }

        foreach (var difference in drift)
        {
            yield return Find(FindingSeverity.Warning, row, ClusterArea.Httpd, Describe(difference),
                $"Compare-HttpdConfig -Node {row.Name} shows where; Publish-HttpdConfig brings one config to all nodes.");
        }

        foreach (var place in HttpdHostRepairer.Look(look.Hosts, config).Places.Where(p => !p.Ok))
        {
            yield return Find(FindingSeverity.Warning, row, ClusterArea.Httpd,
                PathText.Display($"{place.File}:{place.Line} has {place.Directive} {place.Current} where the node's own {place.Expected} should stand."),
                $"Repair-HttpdHost -Node {row.Name} puts it right.");
        }

        foreach (var warning in config.Warnings)
        {
            yield return Find(FindingSeverity.Info, row, ClusterArea.Httpd, PathText.Display(warning),
                $"Get-HttpdConfig -Node {row.Name} shows what was read.");
        }
    }

    private static IEnumerable<ClusterFinding> OfCsync(WebClusterNode row)
    {
        if (row.CsyncError is { } error)
        {
            yield return Find(FindingSeverity.Error, row, ClusterArea.Csync, error, $"Get-CsyncPending -Node {row.Name} asks it alone.");
        }

        if (row.CsyncConflicts > 0)
        {
            yield return Find(FindingSeverity.Warning, row, ClusterArea.Csync,
                string.Create(CultureInfo.InvariantCulture, $"csync2 refuses {row.CsyncConflicts} of its paths, since other nodes changed them, too."),
                "Get-CsyncConflict shows how they differ; Resolve-CsyncConflict lets one version win.");
        }

        if (row.CsyncPending > 0)
        {
            yield return Find(FindingSeverity.Info, row, ClusterArea.Csync,
                string.Create(CultureInfo.InvariantCulture, $"csync2 still owes {row.CsyncPending} changes to peers."),
                $"The next run delivers what is no conflict; Get-CsyncPending -Node {row.Name} -Reason says what is in the way.");
        }
    }

    private static string Describe(HttpdConfigDifference difference) => PathText.Display(difference.Status switch
    {
        HttpdDriftStatus.Missing => $"Its config does not include {difference.Path}, which that of most nodes does.",
        HttpdDriftStatus.Extra => $"Its config includes {difference.Path}, which that of most nodes does not.",
        _ => string.Create(CultureInfo.InvariantCulture,
            $"{difference.Path} is another than most nodes have (+{difference.LinesAdded} -{difference.LinesRemoved} lines against {difference.Reference})."),
    });

    private static ClusterFinding Find(FindingSeverity severity, WebClusterNode row, ClusterArea area, string message, string fix) =>
        new() { Severity = severity, Node = row.Name, Area = area, Message = message, Fix = fix };
}
