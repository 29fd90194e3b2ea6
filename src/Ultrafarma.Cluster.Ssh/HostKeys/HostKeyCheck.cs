namespace Ultrafarma.Cluster.Ssh.HostKeys;

/// <summary>The outcome of looking a host key up.</summary>
/// <param name="State">What known_hosts says.</param>
/// <param name="Line">The line that decided; null when nothing is listed.</param>
internal sealed record HostKeyCheck(HostKeyState State, KnownHostsLine? Line);
