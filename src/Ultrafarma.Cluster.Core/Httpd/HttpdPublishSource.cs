namespace Ultrafarma.Cluster.Httpd;

/// <summary>The config that is published.</summary>
/// <param name="Name">What the user calls it: a local file's path, or <c>node:path</c>.</param>
/// <param name="Document">What it says.</param>
internal sealed record HttpdPublishSource(string Name, HttpdDocument Document)
{
    /// <summary>The node that gets the very bytes, as those that it had before; every other node gets its own host in them.</summary>
    public string? ExactFor { get; init; }

    /// <summary>The included file that it takes the place of; null means the main config.</summary>
    public string? Included { get; init; }
}
