using System.Management.Automation;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Nodes;

/// <summary>Closes the connections to the cluster. Afterwards cmdlets work on this machine alone.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "WebCluster", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class DisconnectWebClusterCommand : ClusterCommand
{
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (Slot.Current is not { } session)
        {
            WriteVerbose("No cluster is connected.");
        }
        else if (ShouldProcess(session.Inventory.Name, "Close the connections"))
        {
            Run(async (_, _) => await Slot.ReplaceAsync(null));
        }
    }
}
