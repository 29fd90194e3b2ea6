namespace Ultrafarma.Cluster.Csync;

/// <summary>Some tokens of one file.</summary>
/// <param name="File">The file; null when the tokens come from several, so that the place cannot be changed by us.</param>
/// <param name="First">The number of the first token.</param>
/// <param name="Last">The number of the last one.</param>
internal readonly record struct CsyncSpan(CsyncConfigFile? File, int First, int Last)
{
    public CsyncToken FirstToken => File!.Document.Tokens[First];

    public CsyncToken LastToken => File!.Document.Tokens[Last];

    /// <summary>From the first token of this to the last of the other.</summary>
    public CsyncSpan To(CsyncSpan last) => new(File == last.File ? File : null, First, last.Last);
}
