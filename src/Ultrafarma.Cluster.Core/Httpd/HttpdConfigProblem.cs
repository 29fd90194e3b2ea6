namespace Ultrafarma.Cluster.Httpd;

/// <summary>What Apache says against a config.</summary>
/// <param name="IsError">True when Apache refuses the config for it; false for a warning.</param>
/// <param name="File">The file; null when Apache names none.</param>
/// <param name="Line">The line, from 1; null when Apache names none.</param>
/// <param name="Message">Apache's words, without file and line.</param>
public sealed record HttpdConfigProblem(bool IsError, string? File, int? Line, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => File is null ? Message : $"{File}, line {Line}: {Message}";
}
