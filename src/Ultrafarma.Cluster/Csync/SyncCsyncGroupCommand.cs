using System.Management.Automation;
using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Csync;

/// <summary>Sync-CsyncGroup: runs csync2 on nodes in turn, and tells what became of each file.</summary>
[Cmdlet(VerbsData.Sync, "CsyncGroup", SupportsShouldProcess = true)]
[OutputType(typeof(CsyncSyncReport), typeof(CsyncDelivery))]
public sealed class SyncCsyncGroupCommand : CsyncCommand
{
    private readonly List<string> _paths = [];

    /// <summary>csync2's only group; all unless given.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public new string? Group { get; set; }

    /// <summary>The only paths, as they are called on the nodes, each with what is below it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidatePattern("^/")]
    public string[]? Path { get; set; }

    /// <summary>Emits one object a path and peer in place of one a node.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        base.ProcessRecord();
        _paths.AddRange(Path ?? []);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var all = base.Group;
        var scoped = ScopedGroup();
        var scope = new CsyncScope(Group, [.. _paths.Distinct(StringComparer.Ordinal)]);
        var what = (Group is null ? "check and push" : $"check and push the group {PathText.Display(Group)}")
            + (scope.Paths.Count == 0 ? "" : $", {scope.Paths.Count} path(s) only");
        var nodes = scoped.NodeNames.Where(n => ShouldProcess(n, what)).ToList();
        if (nodes.Count == 0)
        {
            return;
        }

        Run(async (pump, token) =>
        {
            // Every node takes files from those that push, so all of them hold their schedules off.
            var group = new NodeGroupScope(all, all.NodeNames, scoped.ThrottleLimit);
            await new CsyncSynchronizer(group, Settings, CsyncRun.Options(), ProgressTo(pump)).RunAsync(
                nodes, scope, report => Write(pump, report), (node, error) => pump.WriteError(CsyncErrorRecords.NotRun(node, error)), token);
        });
    }

    private void Write(PipelinePump pump, CsyncSyncReport report)
    {
        if (PassThru)
        {
            pump.WriteAll(report.Deliveries);
        }
        else
        {
            pump.Write(report);
        }

        foreach (var path in report.Outside)
        {
            pump.WriteError(CsyncErrorRecords.PathNotIncluded(report.Node, path));
        }

        if (report.Refused > 0)
        {
            pump.WriteError(CsyncErrorRecords.FilesRefused(report));
        }
    }
}
