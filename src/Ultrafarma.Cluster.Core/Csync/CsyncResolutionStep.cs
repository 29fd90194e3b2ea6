namespace Ultrafarma.Cluster.Csync;

/// <summary>What is to be done with one path.</summary>
/// <param name="Conflict">The conflict.</param>
/// <param name="NeedsMark">True when the winner has no row for a peer that must get its version.</param>
/// <param name="Losers">The versions that will be overwritten and are kept first.</param>
internal sealed record CsyncResolutionStep(CsyncConflict Conflict, bool NeedsMark, IReadOnlyList<CsyncFileVersion> Losers);
