using System.Management.Automation;
using Ultrafarma.Cluster.Haproxy;

namespace Ultrafarma.Cluster.Commands.Haproxy;

/// <summary>A cmdlet that carries out a plan for servers.</summary>
public abstract class HaproxyServerCommand : HaproxyReadCommand
{
    /// <summary>Emits the servers as they are afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Plans, asks, does, looks again, and waits.</summary>
    private protected async Task RunAsync(
        IHaproxyBalancer balancer,
        PipelinePump pump,
        HaproxySnapshot snapshot,
        IEnumerable<(HaproxyServer Server, HaproxyRequest Request)> wanted,
        bool force,
        HaproxyWaitOptions? wait,
        CancellationToken cancellationToken)
    {
        var requests = wanted.ToList();
        if (requests.Exists(w => w.Request.Weight is not null))
        {
            // Before anything is asked or promised.
            balancer.Runtime("set weights");
        }

        var run = new HaproxyRun(balancer, TimeProvider.System, ProgressTo(pump));
        var outcomes = await run.ChangeAsync(
            HaproxyPlanner.Plan(snapshot, requests, force),
            change => pump.AskAsync(_ => Consent(change, balancer.Source, wait)),
            wait,
            cancellationToken);
        foreach (var outcome in outcomes)
        {
            if (outcome.Warning is not null)
            {
                pump.WriteWarning(outcome.Warning);
            }

            // What comes next in the pipeline counts on it: a server that still has sessions is not passed on.
            if (outcome.Error is not null)
            {
                pump.WriteError(outcome.Error.ToErrorRecord());
            }
            else if (PassThru && outcome.Server is not null)
            {
                pump.Write(outcome.Server);
            }
        }
    }

    private HaproxyConsent Consent(HaproxyChange change, HaproxySource source, HaproxyWaitOptions? wait)
    {
        var kill = wait is { KillSessions: true } ? $", ending the sessions that are left{(wait.Timeout > TimeSpan.Zero ? " then" : "")}" : "";
        var what = $"{change.Consequence}{kill}: {change.Server} at {source}";
        var isAgreed = ShouldProcess(what, what + "?", "HAProxy", out var reason);
        return isAgreed ? HaproxyConsent.Yes : reason == ShouldProcessReason.WhatIf ? HaproxyConsent.OnlyShow : HaproxyConsent.No;
    }

    /// <summary>What was piped in or stands in a file may be anybody's: its names go into commands, so they are looked at before anything is sent.</summary>
    private protected static bool CanBeNamed(HaproxyServer server, Action<ErrorRecord> onError)
    {
        var bad = !HaproxyName.IsValid(server.Backend) ? server.Backend : !HaproxyName.IsValid(server.Name) ? server.Name : null;
        if (bad is not null)
        {
            onError(HaproxyFailure.InvalidName(bad).ToErrorRecord());
        }

        return bad is null;
    }
}
