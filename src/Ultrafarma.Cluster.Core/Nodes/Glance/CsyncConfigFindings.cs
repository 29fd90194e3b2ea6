using Ultrafarma.Cluster.Csync;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>What is wrong with csync2's configs, as findings about the cluster. Pure.</summary>
internal static class CsyncConfigFindings
{
    /// <summary>All of them.</summary>
    public static IEnumerable<ClusterFinding> Of(CsyncConfigTest test) =>
    [
        .. test.Findings.Select(f => Find(f.Severity, f.Node, f.Message + Place(f), f.Fix)),
        .. test.Failures.Select(e => Find(FindingSeverity.Error, e.NodeName, e.Message, $"Test-CsyncConfig -Node {e.NodeName} asks it alone.")),
    ];

    private static string Place(CsyncConfigFinding finding) => finding is { File: { } file, Line: { } line } ? $" ({PathText.Display(file)}:{line})" : "";

    private static ClusterFinding Find(FindingSeverity severity, string node, string message, string fix) =>
        new() { Severity = severity, Node = node, Area = ClusterArea.Csync, Message = message, Fix = fix };
}
