using System.Management.Automation;
using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Httpd;

/// <summary>A cmdlet that brings a config to many nodes without taking the site down: batch by batch, each node with its proof or its way back.</summary>
public abstract class HttpdRolloutCommand : HttpdBatchCommand
{
    private const string PlannedType = "#Planned";

    /// <summary>How many replaced files are kept a node and file.</summary>
    [Parameter]
    [ValidateRange(1, 10000)]
    public int KeepBackups { get; set; } = 10;

    /// <summary>Has Apache take the file on nodes that have it already, too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Asks about each step, and carries out those that nobody objects to.</summary>
    /// <param name="pump">The pipeline.</param>
    /// <param name="group">The nodes.</param>
    /// <param name="steps">The plan.</param>
    /// <param name="verb">What it is called, such as "publish".</param>
    /// <param name="cancellationToken">Ends it.</param>
    private protected async Task RolloutAsync(
        PipelinePump pump, INodeGroup group, IReadOnlyList<HttpdPublishStep> steps, string verb, CancellationToken cancellationToken)
    {
        var agreed = await ConsentAsync(pump, steps, verb);
        var report = new HttpdReport<HttpdPublishResult>((result, error) => Write(pump, result, error), pump.WriteWarning, ProgressTo(pump));
        var run = new HttpdPublishRun(group, InventoryNodes(group), Settings, NewRun(KeepBackups), Options(), Balancer(pump), report);
        await RunAsync(pump, () => run.PublishAsync(agreed, cancellationToken));
    }

    private static void Write(PipelinePump pump, HttpdPublishResult result, NodeException? error)
    {
        pump.Write(result);
        if (error is not null)
        {
            pump.WriteError(error.ToErrorRecord());
        }
        else if (result.Action is HttpdChangeAction.Failed or HttpdChangeAction.RolledBack)
        {
            pump.WriteError(HttpdErrorRecords.NotPublished(result));
        }
    }

    private static PSObject Planned(HttpdPublishStep step)
    {
        var result = new PSObject(new HttpdPublishResult
        {
            Node = step.Node,
            Action = HttpdChangeAction.Planned,
            Path = step.Current!.Path,
            Diff = step.Diff,
        });

        // Its view shows the diff, which no table can.
        result.TypeNames.Insert(0, typeof(HttpdPublishResult).FullName + PlannedType);
        return result;
    }

    private HttpdPublishOptions Options() => new()
    {
        BatchSize = BatchSize,
        MaxFailures = MaxFailures,
        Drain = Drain,
        DrainTimeout = DrainTimeout,
        ShowDiff = PassThru,
    };

    /// <summary>Asks about each node that changes; with -WhatIf its diff is the result.</summary>
    /// <returns>The steps without those that are not to be done.</returns>
    private async Task<IReadOnlyList<HttpdPublishStep>> ConsentAsync(
        PipelinePump pump, IReadOnlyList<HttpdPublishStep> steps, string verb)
    {
        var agreed = new List<HttpdPublishStep>();
        foreach (var step in steps)
        {
            if (step.Action != HttpdChangeAction.Planned)
            {
                agreed.Add(step);
                continue;
            }

            var words = step.Describe(verb);
            var (isAgreed, reason) = await pump.AskAsync(_ =>
                (ShouldProcess($"{step.Node}: {words}", $"{step.Node}: {words}?", "Apache", out var why), why));
            if (isAgreed)
            {
                agreed.Add(step);
            }
            else if (reason == ShouldProcessReason.WhatIf)
            {
                pump.Write(Planned(step));
            }
        }

        return agreed;
    }
}
