namespace Ultrafarma.Cluster.Httpd;

/// <summary>A service as a node has it.</summary>
/// <param name="Name">The service.</param>
/// <param name="IsInstalled">Whether it can be started.</param>
/// <param name="IsEnabled">Whether it runs when the node starts.</param>
/// <param name="Settings">What it was installed with.</param>
/// <param name="Last">When it last ran, its exit code, and the last lines that it said; or empty.</param>
/// <param name="Hashes">The SHA-256 of each of its files.</param>
internal sealed record HttpdDaemonState(
    string Name,
    bool IsInstalled,
    bool IsEnabled,
    IReadOnlyDictionary<string, string> Settings,
    string Last,
    IReadOnlyDictionary<string, string> Hashes);
