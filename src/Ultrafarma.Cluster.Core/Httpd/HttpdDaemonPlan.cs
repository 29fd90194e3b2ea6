namespace Ultrafarma.Cluster.Httpd;

/// <summary>What is to be done for one service on one node.</summary>
/// <param name="Node">The node.</param>
/// <param name="Name">The service.</param>
/// <param name="Kind">How the node runs services.</param>
/// <param name="Action">What is to be done.</param>
/// <param name="Program">The program on the node that runs it.</param>
/// <param name="Version">The module's version.</param>
/// <param name="UploadId">The program that has to be put there first; null when none has to.</param>
/// <param name="Files">All files of the service.</param>
internal sealed record HttpdDaemonPlan(
    string Node,
    string Name,
    HttpdDaemonKind Kind,
    HttpdDaemonAction Action,
    string Program,
    string Version,
    string? UploadId,
    IReadOnlyList<HttpdDaemonFile> Files)
{
    /// <summary>What it does, for a question.</summary>
    public string Describe() =>
        (Action == HttpdDaemonAction.Updated ? "update " : "install ")
        + $"the service {Name} as {HttpdDaemonFiles.ServicePath(Kind, Name)}, run by {Program} (module {Version})"
        + (UploadId is null ? "" : ", and upload that program");
}
