namespace Ultrafarma.Cluster.Httpd;

/// <summary>Where a logical line stands: one line of the file, or several that backslashes join.</summary>
/// <param name="Offset">Of its first byte.</param>
/// <param name="Length">In bytes, line ends included.</param>
/// <param name="Line">The number of its first line, from 1.</param>
/// <param name="LineCount">How many lines of the file it takes.</param>
internal readonly record struct HttpdExtent(int Offset, int Length, int Line, int LineCount);
