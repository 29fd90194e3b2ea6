namespace Ultrafarma.Cluster.Httpd;

/// <summary>A file of a service on a node.</summary>
/// <param name="Path">Where it goes.</param>
/// <param name="Mode">Its mode, in octal.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record HttpdDaemonFile(string Path, string Mode, byte[] Content)
{
    /// <summary>Its SHA-256.</summary>
    public string Hash { get; } = HttpdHash.Of(Content);
}
