using System.Diagnostics;
using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>
/// Restarts Apaches: a lock on the nodes against a publish, then batch by batch out of the balancer, the restart with its proof,
/// and back into the balancer. A batch that fails is the last one.
/// </summary>
/// <param name="group">The nodes.</param>
/// <param name="nodes">The same nodes, as the inventory has them.</param>
/// <param name="settings">Where Apache is on them.</param>
/// <param name="run">Who runs it.</param>
/// <param name="options">How.</param>
/// <param name="balancer">The balancer, or null.</param>
/// <param name="report">Told of each result as it comes.</param>
internal sealed class HttpdRestartRun(
    INodeGroup group,
    IReadOnlyList<InventoryNode> nodes,
    HttpdSettings settings,
    HttpdRun run,
    HttpdRestartOptions options,
    HttpdBalancerSide? balancer,
    HttpdRestartReport report)
{
    private const string Activity = "Restarting Apache";
    private readonly HttpdRestarter _restarter = new(settings);

    /// <summary>Carries the steps out.</summary>
    /// <param name="steps">The plan, without the nodes that somebody said no to.</param>
    /// <param name="cancellationToken">Ends it: what had begun on a node ends there by itself.</param>
    /// <exception cref="NodeException"><see cref="NodeErrorKind.Busy"/>: another run holds a node. Nothing was done.</exception>
    /// <exception cref="HaproxyException">The balancer cannot be asked before the first restart. Nothing was done.</exception>
    public async Task RestartAsync(IReadOnlyList<HttpdRestartStep> steps, CancellationToken cancellationToken)
    {
        string? refused = null;
        foreach (var step in steps.Where(s => !s.IsPlanned))
        {
            if (step.Error is not null)
            {
                report.AddFailure(Result(step.Node, HttpdRestartAction.NotReached, step.Error.Message), step.Error);
                continue;
            }

            refused ??= $"Apache at {step.Node} refuses its config";
            report.AddFailure(Result(
                step.Node, HttpdRestartAction.Failed, PathText.Display($"Apache refuses its config, so no node was restarted: {step.Problem}")));
        }

        // An Apache that would not start again is found before any is stopped, however many failures are allowed.
        var todo = steps.Where(s => s.IsPlanned).ToList();
        if (todo.Count == 0 || IsOver(todo, refused))
        {
            return;
        }

        await using var held = await HttpdLock.AcquireAsync(
            group, [.. todo.Select(s => s.Node)], settings, run, report.Warn, cancellationToken);
        todo = Keep(todo, held);
        if (IsOver(todo))
        {
            return;
        }

        await LookAtBalancerAsync(todo, cancellationToken);
        await RunBatchesAsync(todo, held, cancellationToken);
    }

    private static HttpdRestartResult Result(string node, HttpdRestartAction action, string reason) =>
        new() { Node = node, Action = action, Reason = reason };

    /// <summary>True when so much has failed that nothing more is begun; then the rest is reported as not reached.</summary>
    private bool IsOver(IReadOnlyList<HttpdRestartStep> rest, string? why = null)
    {
        if (why is null && report.Failures <= options.MaxFailures)
        {
            return false;
        }

        why ??= FormattableString.Invariant($"{report.Failures} of the nodes before failed, and -MaxFailures is {options.MaxFailures}");
        foreach (var step in rest)
        {
            report.Add(Result(step.Node, HttpdRestartAction.NotReached, why));
        }

        return true;
    }

    private List<HttpdRestartStep> Keep(List<HttpdRestartStep> todo, HttpdLock held)
    {
        var kept = new List<HttpdRestartStep>();
        foreach (var step in todo)
        {
            if (held.Failures.FirstOrDefault(f => f.NodeName == step.Node) is { } error)
            {
                report.AddFailure(Result(step.Node, HttpdRestartAction.NotReached, error.Message), error);
            }
            else
            {
                kept.Add(step);
            }
        }

        return kept;
    }

    private async Task LookAtBalancerAsync(List<HttpdRestartStep> todo, CancellationToken cancellationToken)
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

    private async Task RunBatchesAsync(List<HttpdRestartStep> todo, HttpdLock held, CancellationToken cancellationToken)
    {
        var dead = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        try
        {
            for (var at = 0; at < todo.Count; at += options.BatchSize)
            {
                if (IsOver(todo[at..]))
                {
                    return;
                }

                var batch = todo.Skip(at).Take(options.BatchSize).ToList();
                report.Progress(Activity, string.Join(", ", batch.Select(s => s.Node)), 100 * at / todo.Count);
                await RunBatchAsync(batch, held, dead, cancellationToken);
            }
        }
        finally
        {
            if (balancer is not null && await balancer.EndAsync(dead) is { Count: > 0 } left)
            {
                report.Warn($"These servers stay drained: {string.Join(", ", left)}. Resume-HaproxyServer puts them back.");
            }
        }
    }

    private async Task RunBatchAsync(
        List<HttpdRestartStep> batch, HttpdLock held, HashSet<string> dead, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var undrained = await DrainAsync(batch, cancellationToken);
        var results = await FanOut.RunAsync(
            batch, s => s.Node, batch.Count, (step, token) => RestartAsync(step, held, undrained, token), cancellationToken);
        foreach (var result in results)
        {
            var restarted = result.Value ?? new HttpdRestarted(HttpdRestartAction.Failed, null, null,
                result.Error!.Message + " A restart that had begun there ends by itself. Look with Get-HttpdStatus");
            restarted = await ServeAsync(result.NodeName, restarted, dead, cancellationToken);
            var shown = new HttpdRestartResult
            {
                Node = result.NodeName,
                Action = restarted.Action,
                ProcessIdBefore = restarted.ProcessIdBefore,
                ProcessId = restarted.ProcessId,
                Duration = watch.Elapsed,
                Reason = restarted.Reason,
            };
            if (restarted.Action == HttpdRestartAction.Failed)
            {
                report.AddFailure(shown, result.Error);
            }
            else
            {
                report.Add(shown);
            }
        }
    }

    private async Task<IReadOnlyDictionary<string, string>> DrainAsync(List<HttpdRestartStep> batch, CancellationToken cancellationToken)
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

    private async Task<HttpdRestarted> RestartAsync(
        HttpdRestartStep step,
        HttpdLock held,
        IReadOnlyDictionary<string, string> undrained,
        CancellationToken cancellationToken)
    {
        if (undrained.TryGetValue(step.Node, out var why))
        {
            return HttpdRestarted.Untouched($"nothing was restarted here: {why}");
        }

        if (!held.IsHeldOn(step.Node))
        {
            return HttpdRestarted.Untouched("nothing was restarted here: the node no longer holds its lock. Run it again");
        }

        return await _restarter.RestartAsync(
            group[step.Node], options, step.Ports, HttpdRun.HealthUrl(settings, step.Node, NodeOf(step.Node).Address), run.Who, cancellationToken);
    }

    /// <summary>Lets the balancer have the node again, and looks whether HAProxy sees it serve.</summary>
    private async Task<HttpdRestarted> ServeAsync(
        string node, HttpdRestarted restarted, HashSet<string> dead, CancellationToken cancellationToken)
    {
        if (balancer is null)
        {
            return restarted;
        }

        if (restarted is { Action: HttpdRestartAction.Failed, IsUntouched: false })
        {
            dead.Add(node);
            return balancer.DrainedServers(node) is { Count: > 0 } drained
                ? restarted with { Reason = $"{restarted.Reason}; {string.Join(", ", drained)} stays drained until Resume-HaproxyServer" }
                : restarted;
        }

        var problem = await balancer.ServeAsync(node, options.ServingTimeout, cancellationToken);
        return (problem, restarted.Action) switch
        {
            (null, _) => restarted,
            (_, HttpdRestartAction.Failed) => restarted with { Reason = $"{restarted.Reason}; and the balancer does not see it serve: {problem}" },
            _ => restarted with
            {
                Action = HttpdRestartAction.Failed,
                Reason = $"Apache was restarted and lives, but the balancer does not see it serve: {problem}",
            },
        };
    }

    private InventoryNode NodeOf(string name) => nodes.First(n => n.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
