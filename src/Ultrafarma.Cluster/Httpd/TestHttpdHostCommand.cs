using System.Management.Automation;
using Ultrafarma.Cluster.Httpd;

namespace Ultrafarma.Cluster.Commands.Httpd;

/// <summary>Test-HttpdHost: whether each node's config carries the node's own host.</summary>
[Cmdlet(VerbsDiagnostic.Test, "HttpdHost")]
[OutputType(typeof(HttpdHostPlace), typeof(bool))]
public sealed class TestHttpdHostCommand : HttpdHostCommand
{
    /// <summary>Gives one True or False for all nodes together.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing() => Look((pump, places, isComplete) =>
    {
        if (Quiet)
        {
            pump.Write(isComplete && places.All(p => p.Ok));
            return;
        }

        foreach (var place in places)
        {
            pump.Write(place);
        }
    });
}
