namespace Ultrafarma.Cluster.Csync;

/// <summary>Some bytes of a csync2.cfg. The tokens of a file, printed in order, are its bytes.</summary>
/// <param name="Kind">What they are.</param>
/// <param name="Offset">Of the first one.</param>
/// <param name="Length">How many.</param>
/// <param name="Line">The line of the first one, from 1.</param>
/// <param name="Value">What csync2 takes from them: without quotes, and without what follows a NUL.</param>
internal readonly record struct CsyncToken(CsyncTokenKind Kind, int Offset, int Length, int Line, string Value)
{
    public int End => Offset + Length;

    public bool Is(CsyncTokenKind kind, string value) => Kind == kind && Value == value;
}
