namespace Ultrafarma.Cluster.Csync;

/// <summary>A statement of a group, from its first word to its semicolon or brace.</summary>
/// <param name="Keyword">Its first word.</param>
/// <param name="Span">Where it stands.</param>
/// <param name="Items">Its hosts, patterns or value.</param>
internal sealed record CsyncStatement(string Keyword, CsyncSpan Span, IReadOnlyList<CsyncSpan> Items);
