namespace Ultrafarma.Cluster.Httpd;

/// <summary>A config file of a node and what it is to become.</summary>
/// <param name="File">The file as it stands there.</param>
/// <param name="Document">What it is to become.</param>
/// <param name="Changes">What differs, one text a place.</param>
internal sealed record HttpdFileEdit(HttpdConfigFile File, HttpdDocument Document, IReadOnlyList<string> Changes);
