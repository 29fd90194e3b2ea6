namespace Ultrafarma.Cluster.Csync;

/// <summary>A word of the config with its value.</summary>
/// <param name="Name">The word, as in <c>auto</c> or <c>nossl</c>.</param>
/// <param name="Value">What follows it.</param>
/// <param name="File">The file that has it.</param>
/// <param name="Line">The line of that file.</param>
public sealed record CsyncConfigSetting(string Name, string Value, string File, int Line)
{
    internal CsyncSpan Span { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Value}";
}
