using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>What is wrong with csync2's configs.</summary>
/// <param name="Nodes">The nodes that were looked at.</param>
/// <param name="Findings">What is wrong on each, then between them.</param>
/// <param name="Failures">The nodes that could not be asked.</param>
internal sealed record CsyncConfigTest(
    IReadOnlyList<string> Nodes, IReadOnlyList<CsyncConfigFinding> Findings, IReadOnlyList<NodeException> Failures);
