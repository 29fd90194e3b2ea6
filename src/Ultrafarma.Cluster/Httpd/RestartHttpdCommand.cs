using System.Management.Automation;
using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Httpd;

/// <summary>Restart-Httpd: restarts Apache node after node, each proven before the next.</summary>
/// <remarks>A graceful restart cuts no request, so its impact is Medium; that of another one is High, which the attribute cannot say.</remarks>
[Cmdlet(VerbsLifecycle.Restart, "Httpd", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(HttpdRestartResult))]
public sealed class RestartHttpdCommand : HttpdBatchCommand
{
    private bool _isYesToAll;
    private bool _isNoToAll;

    /// <summary>Lets open requests end, and keeps the parent process.</summary>
    [Parameter]
    public SwitchParameter Graceful { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        RequireBalancerForDrain();
        var group = ScopedGroup();
        var planner = new HttpdRestartPlanner(Settings);
        Run(async (pump, token) =>
        {
            pump.WriteProgress(new ProgressRecord(1, "Restarting Apache", $"Checking the config of {group.NodeNames.Count} nodes"));
            var agreed = await ConsentAsync(pump, await planner.PlanAsync(group, token));
            var left = new List<HttpdRestartResult>();
            var report = new HttpdReport<HttpdRestartResult>((result, error) => Write(pump, result, error, left), pump.WriteWarning, ProgressTo(pump));
            var run = new HttpdRestartRun(group, InventoryNodes(group), Settings, NewRun(1), Options(), Balancer(pump), report);
            await RunAsync(pump, () => run.RestartAsync(agreed, token));
            if (left.Count > 0)
            {
                pump.WriteWarning($"Not restarted: {string.Join(", ", left.Select(r => r.Node))}: {left[0].Reason}.");
            }
        });
    }

    private void Write(PipelinePump pump, HttpdRestartResult result, NodeException? error, List<HttpdRestartResult> left)
    {
        if (PassThru)
        {
            pump.Write(result);
        }

        if (error is not null)
        {
            pump.WriteError(error.ToErrorRecord());
        }
        else if (result.Action == HttpdRestartAction.Failed)
        {
            pump.WriteError(HttpdErrorRecords.NotRestarted(result));
        }
        else if (result.Action == HttpdRestartAction.NotReached)
        {
            left.Add(result);
        }
    }

    private HttpdRestartOptions Options() => new()
    {
        IsGraceful = Graceful,
        BatchSize = BatchSize,
        MaxFailures = MaxFailures,
        Drain = Drain,
        DrainTimeout = DrainTimeout,
    };

    /// <summary>Asks about each node; with -WhatIf and -PassThru what would be done is the result.</summary>
    /// <returns>The steps without those that are not to be done.</returns>
    private async Task<IReadOnlyList<HttpdRestartStep>> ConsentAsync(PipelinePump pump, IReadOnlyList<HttpdRestartStep> steps)
    {
        var agreed = new List<HttpdRestartStep>();
        foreach (var step in steps)
        {
            if (!step.IsPlanned)
            {
                agreed.Add(step);
                continue;
            }

            var (isAgreed, isPlan) = await pump.AskAsync(_ => Ask(step.Node));
            if (isAgreed)
            {
                agreed.Add(step);
            }
            else if (isPlan && PassThru)
            {
                pump.Write(new HttpdRestartResult { Node = step.Node, Action = HttpdRestartAction.Planned });
            }
        }

        return agreed;
    }

    private (bool IsAgreed, bool IsPlan) Ask(string node)
    {
        var words = Graceful ? "restart Apache gracefully" : "restart Apache, which cuts the requests that are open";
        var text = $"{node}: {words}";
        if (!ShouldProcess(text, text + "?", "Apache", out var reason))
        {
            return (false, reason == ShouldProcessReason.WhatIf);
        }

        // Whoever asked to be asked, was asked; whoever wants no questions, said so.
        var isAsked = Graceful
            || MyInvocation.BoundParameters.ContainsKey("Confirm")
            || !(GetVariableValue("ConfirmPreference") is { } preference && LanguagePrimitives.ConvertTo<ConfirmImpact>(preference) == ConfirmImpact.High);
        return (isAsked || ShouldContinue(text + "?", "Apache", ref _isYesToAll, ref _isNoToAll), false);
    }
}
