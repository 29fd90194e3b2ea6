using System.Management.Automation;
using Ultrafarma.Cluster.Haproxy;

namespace Ultrafarma.Cluster.Commands.Haproxy;

/// <summary>Get-HaproxyInfo: the balancer's version, load and limits, from its runtime socket.</summary>
[Cmdlet(VerbsCommon.Get, "HaproxyInfo")]
[OutputType(typeof(HaproxyInfo))]
public sealed class GetHaproxyInfoCommand : HaproxyCommand
{
    /// <inheritdoc/>
    protected override void EndProcessing() => Ask(SelectedSource(), async (balancer, pump, token) =>
        pump.Write(HaproxyInfo.Parse(balancer.Source, await balancer.Runtime("tell about HAProxy itself").AskTextAsync("show info", token))));
}
