using System.Management.Automation;
using Ultrafarma.Cluster.Haproxy;

namespace Ultrafarma.Cluster.Commands.Haproxy;

/// <summary>Get-HaproxyBackend: the balancer's backends, with their servers.</summary>
[Cmdlet(VerbsCommon.Get, "HaproxyBackend")]
[OutputType(typeof(HaproxyBackend))]
public sealed class GetHaproxyBackendCommand : HaproxyReadCommand
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
        foreach (var backend in Choose(pump, snapshot.Backends, b => b.Name, Name, "backend"))
        {
            pump.Write(backend);
        }
    });
}
