namespace Ultrafarma.Cluster.Csync;

/// <summary>A folder that <c>%name%</c> stands for on some hosts.</summary>
/// <param name="Name">The name between the percent signs.</param>
/// <param name="HostPattern">The hosts, as a wildcard.</param>
/// <param name="Path">The folder there.</param>
/// <param name="File">The file that has it.</param>
/// <param name="Line">The line of that file.</param>
public sealed record CsyncConfigPrefix(string Name, string HostPattern, string Path, string File, int Line)
{
    /// <inheritdoc/>
    public override string ToString() => $"%{Name}% on {HostPattern}: {Path}";
}
