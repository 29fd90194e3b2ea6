namespace Ultrafarma.Cluster.Httpd;

/// <summary>The answer to one question about files.</summary>
internal sealed record HttpdReading(IReadOnlyList<HttpdConfigFile> Files, bool Exists);
