namespace Ultrafarma.Cluster.Httpd;

/// <summary>What stands where a node's own host should.</summary>
/// <param name="Config">The node's config.</param>
/// <param name="Places">The places.</param>
/// <param name="Edits">What makes them right, one a file that needs it.</param>
internal sealed record HttpdHostReport(
    HttpdNodeConfig Config, IReadOnlyList<HttpdHostPlace> Places, IReadOnlyList<HttpdFileEdit> Edits);
