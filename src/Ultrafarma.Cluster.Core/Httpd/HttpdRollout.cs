using System.Diagnostics;
using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>
/// Goes over the nodes batch by batch: out of the balancer, whatever is done there, and back into the balancer. When too many have
/// failed, no further batch is begun.
/// </summary>
/// <typeparam name="TStep">What is to be done on a node.</typeparam>
/// <typeparam name="TOutcome">What became of it.</typeparam>
/// <typeparam name="TResult">How that is told.</typeparam>
/// <param name="nodes">The nodes, as the inventory has them.</param>
/// <param name="options">How.</param>
/// <param name="balancer">The balancer, or null.</param>
/// <param name="report">Told of each result as it comes.</param>
/// <param name="activity">What is done, for the progress.</param>
internal abstract class HttpdRollout<TStep, TOutcome, TResult>(
    IReadOnlyList<InventoryNode> nodes,
    HttpdRolloutOptions options,
    HttpdBalancerSide? balancer,
    HttpdReport<TResult> report,
    string activity)
    where TStep : IHttpdStep
    where TOutcome : class
{
    private protected HttpdReport<TResult> Report => report;

    private protected HttpdBalancerSide? Balancer => balancer;

    private protected string Activity => activity;

    /// <summary>The nodes whose Apache is not known to live: the balancer does not get them back.</summary>
    private protected HashSet<string> Dead { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Does it on one node. What it lets out becomes <see cref="Lost"/>.</summary>
    private protected abstract Task<TOutcome> ChangeAsync(TStep step, CancellationToken cancellationToken);

    /// <summary>Lets the balancer have the node again.</summary>
    private protected abstract Task<TOutcome> ServeAsync(TStep step, TOutcome outcome, CancellationToken cancellationToken);

    /// <summary>A node where nothing was done.</summary>
    private protected abstract TOutcome Untouched(string reason);

    /// <summary>A node that was lost on the way.</summary>
    private protected abstract TOutcome Lost(NodeException error);

    /// <summary>Whether a node failed.</summary>
    private protected abstract bool IsFailure(TOutcome outcome);

    /// <summary>How an outcome is told.</summary>
    private protected abstract TResult Show(TStep step, TOutcome outcome, TimeSpan duration);

    /// <summary>How a node is told where nothing was begun.</summary>
    private protected abstract TResult NotReached(TStep step, string reason);

    /// <summary>True when so much has failed that nothing more is begun; then the rest is reported as not reached.</summary>
    private protected bool IsOver(IReadOnlyList<TStep> rest, string? why = null)
    {
        if (why is null && report.Failures <= options.MaxFailures)
        {
            return false;
        }

        why ??= FormattableString.Invariant($"{report.Failures} of the nodes before failed, and -MaxFailures is {options.MaxFailures}");
        foreach (var step in rest)
        {
            report.Add(NotReached(step, why));
        }

        return true;
    }

    /// <summary>The node as the inventory has it.</summary>
    private protected InventoryNode NodeOf(string name) => nodes.First(n => n.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Looks which of the nodes' servers serve, before the first change.</summary>
    /// <exception cref="HaproxyException">The balancer cannot be asked, and servers are to be drained.</exception>
    private protected async Task LookAtBalancerAsync(IReadOnlyList<TStep> todo, CancellationToken cancellationToken)
    {
        if (balancer is null)
        {
            return;
        }

        try
        {
            foreach (var words in await balancer.LookAsync([.. todo.Select(s => NodeOf(s.Node))], cancellationToken))
            {
                report.Warn(words);
            }
        }
        catch (HaproxyException e) when (!options.Drain)
        {
            report.Warn($"Whether the balancer sees the nodes up is not looked at: {e.Message}");
        }
    }

    /// <summary>Goes over the nodes.</summary>
    private protected async Task RunBatchesAsync(List<TStep> todo, HttpdLock held, CancellationToken cancellationToken)
    {
        try
        {
            for (var at = 0; at < todo.Count; at += options.BatchSize)
            {
                if (IsOver(todo[at..]))
                {
                    return;
                }

                var batch = todo.Skip(at).Take(options.BatchSize).ToList();
                report.Progress(activity, string.Join(", ", batch.Select(s => s.Node)), 100 * at / todo.Count);
                await RunBatchAsync(batch, held, cancellationToken);
            }
        }
        finally
        {
            if (balancer is not null && await balancer.EndAsync(Dead) is { Count: > 0 } left)
            {
                report.Warn($"These servers stay drained: {string.Join(", ", left)}. Resume-HaproxyServer puts them back.");
            }
        }
    }

    private async Task RunBatchAsync(List<TStep> batch, HttpdLock held, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var undrained = await DrainAsync(batch, cancellationToken);
        var byNode = batch.ToDictionary(s => s.Node, StringComparer.OrdinalIgnoreCase);
        var results = await FanOut.RunAsync(
            batch,
            s => s.Node,
            batch.Count,
            (step, token) =>
                undrained.TryGetValue(step.Node, out var why) ? Task.FromResult(Untouched(why))
                : !held.IsHeldOn(step.Node) ? Task.FromResult(Untouched("the node no longer holds its lock. Run it again"))
                : ChangeAsync(step, token),
            cancellationToken);
        foreach (var result in results)
        {
            var step = byNode[result.NodeName];
            var outcome = await ServeAsync(step, result.Value ?? Lost(result.Error!), cancellationToken);
            var shown = Show(step, outcome, watch.Elapsed);
            if (IsFailure(outcome))
            {
                report.AddFailure(shown, result.Error);
            }
            else
            {
                report.Add(shown);
            }
        }
    }

    private async Task<IReadOnlyDictionary<string, string>> DrainAsync(List<TStep> batch, CancellationToken cancellationToken)
    {
        if (!options.Drain)
        {
            return new Dictionary<string, string>();
        }

        try
        {
            return await balancer!.DrainAsync([.. batch.Select(s => s.Node)], options.DrainTimeout, cancellationToken);
        }
        catch (HaproxyException e)
        {
            return batch.ToDictionary(s => s.Node, _ => e.Message);
        }
    }
}
