namespace Ultrafarma.Cluster.Httpd;

/// <summary>One argument of a directive.</summary>
/// <param name="Value">As Apache takes it: without its quotes and escapes, <c>${NAME}</c> not replaced. Bytes that are no UTF-8 are kept (see PEP 383).</param>
/// <param name="Offset">Of its first byte in the file, the quote if it has one.</param>
/// <param name="Length">In bytes in the file, quotes included.</param>
/// <param name="Quote"><c>"</c>, <c>'</c>, or NUL for none.</param>
public sealed record HttpdArgument(string Value, int Offset, int Length, char Quote)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
