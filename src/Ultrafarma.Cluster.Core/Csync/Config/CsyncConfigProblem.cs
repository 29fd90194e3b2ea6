namespace Ultrafarma.Cluster.Csync;

/// <summary>The first thing that csync2 refuses a config for.</summary>
/// <param name="File">The file on the node.</param>
/// <param name="Line">The line of that file.</param>
/// <param name="Message">What is wrong there.</param>
public sealed record CsyncConfigProblem(string File, int Line, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}, line {Line}: {Message}";
}
