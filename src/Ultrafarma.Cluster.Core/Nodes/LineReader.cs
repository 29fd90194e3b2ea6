namespace Ultrafarma.Cluster.Nodes;

/// <summary>Takes one line of a command's output, without its line feed. The bytes are only good during the call.</summary>
public delegate void LineReader(ReadOnlySpan<byte> line);
