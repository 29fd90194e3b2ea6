using System.Management.Automation;
using Ultrafarma.Cluster.Haproxy;

namespace Ultrafarma.Cluster.Commands.Haproxy;

/// <summary>Get-HaproxyFrontend: the balancer's frontends and their counters.</summary>
[Cmdlet(VerbsCommon.Get, "HaproxyFrontend")]
[OutputType(typeof(HaproxyFrontend))]
public sealed class GetHaproxyFrontendCommand : HaproxyReadCommand
{
    /// <summary>Wildcards for the names.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing() => Ask(SelectedSource(), async (balancer, pump, token) =>
    {
        var snapshot = await balancer.ReadAsync(token);
        foreach (var frontend in Choose(pump, snapshot.Frontends, f => f.Name, Name, "frontend"))
        {
            pump.Write(frontend);
        }
    });
}
