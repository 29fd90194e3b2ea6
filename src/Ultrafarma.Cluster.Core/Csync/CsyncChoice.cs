namespace Ultrafarma.Cluster.Csync;

/// <summary>Who shall win.</summary>
/// <param name="Winner">A node, or null to go by the policy.</param>
/// <param name="Policy">The policy.</param>
/// <param name="KeepLosers">False gives up the losing versions without a copy of ours.</param>
/// <param name="EvenIfClean">True lets the winner win also where csync2 sees no conflict, as when a version is brought back.</param>
public sealed record CsyncChoice(string? Winner, CsyncWinnerPolicy Policy, bool KeepLosers = true, bool EvenIfClean = false);
