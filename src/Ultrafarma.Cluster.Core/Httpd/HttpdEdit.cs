namespace Ultrafarma.Cluster.Httpd;

/// <summary>A replacement of some bytes of a document.</summary>
/// <param name="Offset">Of the first byte that goes.</param>
/// <param name="Length">How many go; 0 inserts.</param>
/// <param name="Replacement">What comes in their place.</param>
public sealed record HttpdEdit(int Offset, int Length, ReadOnlyMemory<byte> Replacement);
