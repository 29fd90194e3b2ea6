using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>
/// Brings files to nodes: csync2 checks them on all nodes before one gets them, then node after node takes them; after one that
/// refuses or cannot, no further node is changed.
/// </summary>
/// <param name="group">The nodes.</param>
/// <param name="writer">What replaces files.</param>
/// <param name="report">Takes the results of each node as they come.</param>
/// <param name="fail">Takes the error of a node that could not be asked; the others go on.</param>
/// <param name="progress">Takes what is being done.</param>
internal sealed class CsyncPublishRun(
    INodeGroup group,
    CsyncConfigWriter writer,
    Action<IReadOnlyList<CsyncConfigResult>> report,
    Action<NodeException> fail,
    IProgress<OperationProgress> progress)
{
    private const string Activity = "Publishing csync2's config";

    /// <summary>Carries out the steps.</summary>
    public async Task PublishAsync(IReadOnlyList<CsyncPublishStep> steps, CancellationToken cancellationToken)
    {
        if (steps.Count == 0)
        {
            return;
        }

        progress.Report(new OperationProgress(Activity, $"Checking on {steps.Count} nodes", 0));
        var checks = await FanOut.RunAsync(
            steps, s => s.Node, group.ThrottleLimit, (s, token) => writer.WriteAsync(group[s.Node], s.Puts, CsyncPutMode.Check, token), cancellationToken);
        var refused = checks.FirstOrDefault(c => c.Value is { } results && IsBad(results))?.NodeName;
        var done = 0;
        foreach (var (step, check) in steps.Zip(checks))
        {
            progress.Report(new OperationProgress(Activity, step.Node, 100 * done++ / steps.Count));
            if (check.Error is not null)
            {
                fail(check.Error);
            }
            else if (IsBad(check.Value!))
            {
                report(check.Value!);
            }
            else if (refused is not null)
            {
                report(step.SkippedResults($"it went wrong on {refused}, so nothing was done here"));
            }
            else if (!await PutAsync(step, cancellationToken))
            {
                refused = step.Node;
            }
        }
    }

    private async Task<bool> PutAsync(CsyncPublishStep step, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            var results = await writer.WriteAsync(group[step.Node], step.Puts, CsyncPutMode.Put, cancellationToken);
            report(results);
            return !IsBad(results);
        }
        catch (NodeException e)
        {
            fail(e);
            return false;
        }
    }

    private static bool IsBad(IReadOnlyList<CsyncConfigResult> results) =>
        results.Any(r => r.Action is CsyncConfigChangeAction.Failed or CsyncConfigChangeAction.RolledBack);
}
