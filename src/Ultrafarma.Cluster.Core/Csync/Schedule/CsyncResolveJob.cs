namespace Ultrafarma.Cluster.Csync;

/// <summary>How a node resolves conflicts by the clock.</summary>
/// <param name="Program">pwsh or ufcluster on the node.</param>
/// <param name="Inventory">The inventory on the node.</param>
/// <param name="Policy">How the winner of each conflict is chosen.</param>
internal sealed record CsyncResolveJob(string Program, string Inventory, CsyncWinnerPolicy Policy);
