namespace Ultrafarma.Cluster.Csync;

/// <summary>Where a group stands, for who changes it.</summary>
/// <param name="Open">Its opening brace.</param>
/// <param name="Statements">Its statements, in their order.</param>
internal sealed record CsyncGroupPlace(CsyncSpan Open, IReadOnlyList<CsyncStatement> Statements);
