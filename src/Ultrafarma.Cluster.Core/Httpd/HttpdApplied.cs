namespace Ultrafarma.Cluster.Httpd;

/// <summary>What became of a change on a node.</summary>
/// <param name="Action">Published, RolledBack or Failed.</param>
/// <param name="Backup">The kept file on the node; null when none was made.</param>
/// <param name="Reason">Why it is not Published; null when it is.</param>
internal sealed record HttpdApplied(HttpdChangeAction Action, string? Backup, string? Reason);
