using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>Restarts Apaches: a lock on the nodes against a publish, then batch by batch the restart with its proof. A batch that fails is the last one.</summary>
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
    HttpdReport<HttpdRestartResult> report)
    : HttpdRollout<HttpdRestartStep, HttpdRestarted, HttpdRestartResult>(nodes, options, balancer, report, "Restarting Apache")
{
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
                Report.AddFailure(NotReached(step, step.Error.Message), step.Error);
                continue;
            }

            refused ??= $"Apache at {step.Node} refuses its config";
            Report.AddFailure(new HttpdRestartResult
            {
                Node = step.Node,
                Action = HttpdRestartAction.Failed,
                Reason = PathText.Display($"Apache refuses its config, so no node was restarted: {step.Problem}"),
            });
        }

        // An Apache that would not start again is found before any is stopped, however many failures are allowed.
        var todo = steps.Where(s => s.IsPlanned).ToList();
        if (todo.Count == 0 || IsOver(todo, refused))
        {
            return;
        }

        await using var held = await HttpdLock.AcquireAsync(
            group, [.. todo.Select(s => s.Node)], settings, run, Report.Warn, cancellationToken);
        todo = Keep(todo, held);
        if (IsOver(todo))
        {
            return;
        }

        await LookAtBalancerAsync(todo, cancellationToken);
        await RunBatchesAsync(todo, held, cancellationToken);
    }

    private protected override Task<HttpdRestarted> ChangeAsync(HttpdRestartStep step, CancellationToken cancellationToken) =>
        _restarter.RestartAsync(
            group[step.Node], options, step.Ports, HttpdRun.HealthUrl(settings, step.Node, NodeOf(step.Node).Address), run.Who, cancellationToken);

    /// <summary>Lets the balancer have the node again, and looks whether HAProxy sees it serve.</summary>
    private protected override async Task<HttpdRestarted> ServeAsync(
        HttpdRestartStep step, HttpdRestarted outcome, CancellationToken cancellationToken)
    {
        if (Balancer is null)
        {
            return outcome;
        }

        if (outcome is { Action: HttpdRestartAction.Failed, IsUntouched: false })
        {
            Dead.Add(step.Node);
            return Balancer.DrainedServers(step.Node) is { Count: > 0 } drained
                ? outcome with { Reason = $"{outcome.Reason}; {string.Join(", ", drained)} stays drained until Resume-HaproxyServer" }
                : outcome;
        }

        var problem = await Balancer.ServeAsync(step.Node, options.ServingTimeout, cancellationToken);
        return (problem, outcome.Action) switch
        {
            (null, _) => outcome,
            (_, HttpdRestartAction.Failed) => outcome with { Reason = $"{outcome.Reason}; and the balancer does not see it serve: {problem}" },
            _ => outcome with
            {
                Action = HttpdRestartAction.Failed,
                Reason = $"Apache was restarted and lives, but the balancer does not see it serve: {problem}",
            },
        };
    }

    private protected override HttpdRestarted Untouched(string reason) => HttpdRestarted.Untouched($"nothing was restarted here: {reason}");

    private protected override HttpdRestarted Lost(NodeException error) => new(HttpdRestartAction.Failed, null, null,
        error.Message + " A restart that had begun there ends by itself. Look with Get-HttpdStatus");

    private protected override bool IsFailure(HttpdRestarted outcome) => outcome.Action == HttpdRestartAction.Failed;

    private protected override HttpdRestartResult Show(HttpdRestartStep step, HttpdRestarted outcome, TimeSpan duration) => new()
    {
        Node = step.Node,
        Action = outcome.Action,
        ProcessIdBefore = outcome.ProcessIdBefore,
        ProcessId = outcome.ProcessId,
        Duration = duration,
        Reason = outcome.Reason,
    };

    private protected override HttpdRestartResult NotReached(HttpdRestartStep step, string reason) =>
        new() { Node = step.Node, Action = HttpdRestartAction.NotReached, Reason = reason };

    private List<HttpdRestartStep> Keep(List<HttpdRestartStep> todo, HttpdLock held)
    {
        var kept = new List<HttpdRestartStep>();
        foreach (var step in todo)
        {
            if (held.Failures.FirstOrDefault(f => f.NodeName == step.Node) is { } error)
            {
                Report.AddFailure(NotReached(step, error.Message), error);
            }
            else
            {
                kept.Add(step);
            }
        }

        return kept;
    }
}
