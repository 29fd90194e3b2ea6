using System.Management.Automation;
using Ultrafarma.Cluster.Httpd;

namespace Ultrafarma.Cluster.Commands.Httpd;

/// <summary>Get-HttpdHost: the places in each node's config where the node's own host stands, or should.</summary>
[Cmdlet(VerbsCommon.Get, "HttpdHost")]
[OutputType(typeof(HttpdHostPlace))]
public sealed class GetHttpdHostCommand : HttpdHostCommand
{
    /// <inheritdoc/>
    protected override void EndProcessing() => Look((pump, places, _) =>
    {
        foreach (var place in places)
        {
            pump.Write(place);
        }
    });
}
