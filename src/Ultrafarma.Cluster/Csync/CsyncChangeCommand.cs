using System.Management.Automation;
using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Csync;

/// <summary>A cmdlet that decides conflicts and tells what became of them.</summary>
public abstract class CsyncChangeCommand : ClusterCommand
{
    /// <summary>Emits one result a path in place of the report.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Emits the report or the single results, and an error when something is left that was to be done.</summary>
    private protected void WriteResults(
        PipelinePump pump, IReadOnlyList<CsyncResolution> results, string backupDirectory, TimeSpan duration)
    {
        var report = new CsyncResolutionReport
        {
            Duration = duration,
            BackupDirectory = results.Any(r => r.Backups.Count > 0) ? backupDirectory : null,
            Results = results,
        };
        if (PassThru || report.Planned > 0)
        {
            foreach (var result in results)
            {
                pump.Write(result);
            }
        }
        else
        {
            pump.Write(report);
        }

        if (report.Failed + report.StillConflicting > 0)
        {
            pump.WriteError(CsyncErrorRecords.ConflictsRemain(report));
        }
    }
}
