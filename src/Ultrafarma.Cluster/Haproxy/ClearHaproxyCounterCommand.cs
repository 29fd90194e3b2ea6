using System.Management.Automation;
using Ultrafarma.Cluster.Haproxy;

namespace Ultrafarma.Cluster.Commands.Haproxy;

/// <summary>Clear-HaproxyCounter: sets the balancer's highest values, or all its counters, back to zero. They are gone then.</summary>
[Cmdlet(VerbsCommon.Clear, "HaproxyCounter", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(HaproxyServer))]
public sealed class ClearHaproxyCounterCommand : HaproxyCommand
{
    private readonly HaproxyPipedServers _piped = new();

    /// <summary>Servers from Get-HaproxyServer, which say which balancer is meant. HAProxy clears the counters of all.</summary>
    [Parameter(ValueFromPipeline = true)]
    public HaproxyServer[] InputObject { get; set; } = [];

    /// <summary>Clears totals too, and not only the highest values.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <summary>Emits the servers as they are afterwards: the piped ones, or all.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _piped.Add(InputObject);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (IsPipelineEmpty(_piped))
        {
            return;
        }

        foreach (var source in SelectedSources(_piped))
        {
            Ask(source, ClearAsync);
        }
    }

    private async Task ClearAsync(IHaproxyBalancer balancer, PipelinePump pump, CancellationToken cancellationToken)
    {
        var runtime = balancer.Runtime("clear counters");
        var action = All ? "set all counters of all its proxies and servers to zero" : "set the highest values of all its proxies and servers to zero";
        if (!await pump.AskAsync(c => c.ShouldProcess(balancer.Source.ToString(), action)))
        {
            return;
        }

        await runtime.DoAsync(All ? "clear counters all" : "clear counters", balancer.Source, cancellationToken);
        if (PassThru)
        {
            foreach (var server in (await balancer.ReadAsync(cancellationToken)).Servers.Where(s => _piped.Contains(IsSourceGiven ? null : balancer.Source, s.Backend, s.Name)))
            {
                pump.Write(server);
            }
        }
    }
}
