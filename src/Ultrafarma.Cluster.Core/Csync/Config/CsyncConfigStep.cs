namespace Ultrafarma.Cluster.Csync;

/// <summary>One change of a config: some bytes, and what the config is to say less and more after it.</summary>
/// <param name="Place">The place, which tells the file.</param>
/// <param name="Edit">The bytes.</param>
/// <param name="Removed">What it no longer says, in <see cref="CsyncConfigSense"/>'s words; null for nothing.</param>
/// <param name="Added">What it says then; null for nothing.</param>
/// <param name="Text">What is done, for a person.</param>
internal sealed record CsyncConfigStep(CsyncSpan Place, Func<CsyncEdit> Edit, string? Removed, string? Added, string Text);
