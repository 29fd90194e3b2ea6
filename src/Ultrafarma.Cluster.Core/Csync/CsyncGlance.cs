namespace Ultrafarma.Cluster.Csync;

/// <summary>What a look at the whole cluster wants to know of a node's csync2.</summary>
/// <param name="Rows">The dirty rows.</param>
/// <param name="Schedule">When it is started by the clock, as CsyncScheduleText says it.</param>
internal sealed record CsyncGlance(CsyncNodeRows Rows, IReadOnlyList<string> Schedule);
