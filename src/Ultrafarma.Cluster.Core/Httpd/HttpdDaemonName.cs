namespace Ultrafarma.Cluster.Httpd;

/// <summary>The names of the services.</summary>
internal static class HttpdDaemonName
{
    /// <summary>Puts the node's own host into its config, and restarts Apache.</summary>
    public const string Local = "httpd-local";

    /// <summary>Publishes the node's config to all nodes.</summary>
    public const string Cluster = "httpd-cluster";

    /// <summary>Both.</summary>
    public static IReadOnlyList<string> All { get; } = [Local, Cluster];
}
