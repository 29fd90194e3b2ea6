using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>What a look at the cluster found.</summary>
/// <param name="Conflicts">The conflicts, by path.</param>
/// <param name="Failures">The nodes that could not be asked, and why.</param>
public sealed record CsyncFindings(IReadOnlyList<CsyncConflict> Conflicts, IReadOnlyList<NodeException> Failures);
