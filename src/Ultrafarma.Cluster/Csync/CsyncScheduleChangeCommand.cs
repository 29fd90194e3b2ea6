using System.Management.Automation;
using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Csync;

/// <summary>A cmdlet that changes csync2's schedules on nodes, each all or not at all.</summary>
public abstract class CsyncScheduleChangeCommand : CsyncCommand
{
    /// <summary>What is to be done on a node.</summary>
    private protected abstract IEnumerable<CsyncSchedulePlan> Plan(CsyncScheduleLook look);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var group = ScopedGroup();
        var reader = new CsyncScheduleReader(Settings);
        var writer = new CsyncScheduleWriter(Settings, CsyncRun.Options());
        Run(async (pump, token) =>
        {
            pump.WriteProgress(new ProgressRecord(1, "Changing csync2's schedules", $"Looking at {group.NodeNames.Count} nodes"));
            foreach (var result in await group.AskAsync(group.NodeNames, reader.ReadAsync, token))
            {
                try
                {
                    pump.WriteProgress(new ProgressRecord(1, "Changing csync2's schedules", result.NodeName));
                    var look = result.Error is { } error ? throw error : result.Value!;
                    await ChangeAsync(pump, group[result.NodeName], writer, look, token);
                }
                catch (NodeException e)
                {
                    pump.WriteError(e.ToErrorRecord());
                }
                catch (CsyncScheduleException e)
                {
                    pump.WriteError(CsyncErrorRecords.ScheduleRefused(e));
                }
            }
        });
    }

    private async Task ChangeAsync(
        PipelinePump pump, INodeShell shell, CsyncScheduleWriter writer, CsyncScheduleLook look, CancellationToken cancellationToken)
    {
        foreach (var plan in Plan(look))
        {
            if (plan.Steps.Count == 0 || await pump.AskAsync(cmdlet => cmdlet.ShouldProcess(plan.Node, plan.Describe())))
            {
                pump.Write(await writer.WriteAsync(shell, plan, cancellationToken));
            }
        }
    }
}
