using System.Management.Automation;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Nodes;

/// <summary>Gets the connected cluster; nothing when none is connected.</summary>
[Cmdlet(VerbsCommon.Get, "WebCluster")]
[OutputType(typeof(WebCluster))]
public sealed class GetWebClusterCommand : ClusterCommand
{
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (Slot.Current is { } session)
        {
            WriteObject(session.Describe());
        }
    }
}
