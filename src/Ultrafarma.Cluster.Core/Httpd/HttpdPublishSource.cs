namespace Ultrafarma.Cluster.Httpd;

/// <summary>The config that is published.</summary>
/// <param name="Name">What the user calls it: a local file's path, or <c>node:path</c>.</param>
/// <param name="Document">What it says.</param>
internal sealed record HttpdPublishSource(string Name, HttpdDocument Document);
