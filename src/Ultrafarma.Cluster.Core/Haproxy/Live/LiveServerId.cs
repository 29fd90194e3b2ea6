namespace Ultrafarma.Cluster.Haproxy.Live;

/// <summary>What a server is known by from look to look.</summary>
/// <param name="Backend">The backend's name.</param>
/// <param name="Name">The server's name.</param>
internal readonly record struct LiveServerId(string Backend, string Name)
{
    /// <summary>The id of this server.</summary>
    public static LiveServerId Of(HaproxyServer server) => new(server.Backend, server.Name);
}
