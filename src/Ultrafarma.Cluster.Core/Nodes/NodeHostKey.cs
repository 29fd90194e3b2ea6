namespace Ultrafarma.Cluster.Nodes;

/// <summary>The host key that a server showed.</summary>
/// <param name="Type">Its type, such as ssh-ed25519.</param>
/// <param name="Fingerprint">Its SHA-256 fingerprint, as <c>ssh-keygen -l</c> prints it.</param>
/// <param name="Standing">How it stands to known_hosts.</param>
/// <param name="KnownHostsFile">The known_hosts file.</param>
/// <param name="Line">The line that decided, from 1; null when there is none.</param>
public sealed record NodeHostKey(string Type, string Fingerprint, HostKeyStanding Standing, string KnownHostsFile, int? Line)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Type} {Fingerprint} {Standing}";
}
