using System.Management.Automation;
using Ultrafarma.Cluster.Csync;

namespace Ultrafarma.Cluster.Commands.Csync;

/// <summary>Restore-CsyncConflict: brings a version that lost back as the winner.</summary>
[Cmdlet(VerbsData.Restore, "CsyncConflict", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = "Result")]
[OutputType(typeof(CsyncResolutionReport), typeof(CsyncResolution))]
public sealed class RestoreCsyncConflictCommand : CsyncRestoreCommand
{
    /// <summary>Results from Resolve-CsyncConflict -PassThru.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Result", Position = 0)]
    public CsyncResolution[] InputObject { get; set; } = [];

    /// <summary>The node whose version comes back. Not needed when only one version lost.</summary>
    [Parameter(ParameterSetName = "Result")]
    [Parameter(ParameterSetName = "Path", Mandatory = true)]
    [ArgumentCompleter(typeof(NodeNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Node { get; set; }

    /// <summary>The path as csync2 names it.</summary>
    [Parameter(ParameterSetName = "Path", Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The kept copy on the node.</summary>
    [Parameter(ParameterSetName = "Path", Mandatory = true)]
    [ValidatePattern("^/")]
    public string BackupPath { get; set; } = "";

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == "Path")
        {
            Want(NodeNamed(Node!), Path, BackupPath);
            return;
        }

        foreach (var resolution in InputObject)
        {
            Want(resolution);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => RestoreWanted();

    private void Want(CsyncResolution resolution)
    {
        var absent = resolution.Versions.Where(v => !v.Exists && v.Node != resolution.Winner).Select(v => v.Node);
        var choices = resolution.Backups.Select(b => b.Node).Concat(absent).ToList();
        var edited = choices.Where(c => resolution.Versions.Any(v => v.Node == c && v.DirtyTowards.Count > 0)).ToList();
        var node = Node ?? (choices.Count == 1 ? choices[0] : edited.Count == 1 ? edited[0] : null);
        var chosen = choices.FirstOrDefault(c => c.Equals(node, StringComparison.OrdinalIgnoreCase));
        if (chosen is null)
        {
            WriteError(CsyncErrorRecords.VersionNotKept(resolution, node, choices));
            return;
        }

        Want(chosen, resolution.Path, resolution.Backups.FirstOrDefault(b => b.Node == chosen)?.Path);
    }
}
