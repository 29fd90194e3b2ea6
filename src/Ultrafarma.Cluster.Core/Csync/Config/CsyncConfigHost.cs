namespace Ultrafarma.Cluster.Csync;

/// <summary>A host of a group.</summary>
/// <param name="Name">The name that is compared with the machine's own, in small letters as csync2 takes it.</param>
/// <param name="PeerName">The name or address by which its peers reach it: what follows the @, else the same name.</param>
/// <param name="IsSlave">True when it only takes and never gives.</param>
/// <param name="File">The file that names it.</param>
/// <param name="Line">The line of that file.</param>
public sealed record CsyncConfigHost(string Name, string PeerName, bool IsSlave, string File, int Line)
{
    internal CsyncSpan Span { get; init; }

    /// <inheritdoc/>
    public override string ToString() => PeerName == Name ? Name : $"{Name}@{PeerName}";
}
