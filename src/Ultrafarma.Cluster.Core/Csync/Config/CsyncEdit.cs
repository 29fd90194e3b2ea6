namespace Ultrafarma.Cluster.Csync;

/// <summary>A replacement of some bytes of a config.</summary>
/// <param name="Offset">Of the first byte that goes.</param>
/// <param name="Length">How many go; 0 inserts.</param>
/// <param name="Replacement">What comes in their place.</param>
internal sealed record CsyncEdit(int Offset, int Length, string Replacement);
