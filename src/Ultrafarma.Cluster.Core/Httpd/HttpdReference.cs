namespace Ultrafarma.Cluster.Httpd;

/// <summary>The config that others are compared with.</summary>
/// <param name="Name">The node's name, or the local file's path.</param>
/// <param name="Main">The main file.</param>
/// <param name="Includes">What it includes; null when that is not known, and so not compared.</param>
internal sealed record HttpdReference(string Name, HttpdDocument Main, IReadOnlyList<HttpdConfigFile>? Includes)
{
    /// <summary>A node's config as the reference.</summary>
    public static HttpdReference Of(HttpdNodeConfig config) => new(config.Node, config.Main.Document, config.Includes());

    /// <summary>What a file of it is called.</summary>
    public string NameOf(string path) => Includes is null ? Name : $"{Name}:{path}";
}
