using System.Management.Automation;
using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Csync;

/// <summary>A cmdlet that changes csync2's schedules on nodes, each all or not at all.</summary>
public abstract class CsyncScheduleChangeCommand : CsyncCommand
{
    /// <summary>What is to be done on a node.</summary>
    private protected abstract IEnumerable<CsyncSchedulePlan> Plan(CsyncScheduleLook look);

    /// <summary>The nodes that are looked at.</summary>
    private protected virtual INodeGroup Looked() => ScopedGroup();

    /// <summary>Narrows what was looked at to what is changed.</summary>
    /// <exception cref="CsyncScheduleException">It must not be changed.</exception>
    private protected virtual Task<IReadOnlyList<NodeResult<CsyncScheduleLook>>> ChooseAsync(
        INodeGroup group, PipelinePump pump, IReadOnlyList<NodeResult<CsyncScheduleLook>> looks, CancellationToken cancellationToken) =>
        Task.FromResult(looks);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var group = Looked();
        var reader = new CsyncScheduleReader(Settings);
        var writer = new CsyncScheduleWriter(Settings, CsyncRun.Options());
        Run(async (pump, token) =>
        {
            pump.WriteProgress(new ProgressRecord(1, "Changing csync2's schedules", $"Looking at {group.NodeNames.Count} nodes"));
            IReadOnlyList<NodeResult<CsyncScheduleLook>> chosen = [];
            var looks = await group.AskAsync(group.NodeNames, reader.ReadAsync, token);
            await ReportAsync(pump, async () => chosen = await ChooseAsync(group, pump, looks, token));
            foreach (var result in chosen)
            {
                pump.WriteProgress(new ProgressRecord(1, "Changing csync2's schedules", result.NodeName));
                await ReportAsync(pump, () => ChangeAsync(
                    pump, group[result.NodeName], writer, result.Error is { } error ? throw error : result.Value!, token));
            }
        });
    }

    private static async Task ReportAsync(PipelinePump pump, Func<Task> work)
    {
        try
        {
            await work();
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
