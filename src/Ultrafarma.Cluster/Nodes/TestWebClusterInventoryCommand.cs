using System.Management.Automation;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Nodes;

/// <summary>Says everything that is wrong with an inventory file: one object a problem, nothing when it is good.</summary>
[Cmdlet(VerbsDiagnostic.Test, "WebClusterInventory")]
[OutputType(typeof(InventoryProblem), typeof(bool))]
public sealed class TestWebClusterInventoryCommand : InventoryCommand
{
    /// <summary>Gives true when the inventory can be used, else false. Warnings do not count.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (FindInventory(out var file) is { } notFound)
        {
            if (Quiet)
            {
                WriteObject(false);
            }
            else
            {
                WriteError(notFound);
            }
        }
        else if (Quiet)
        {
            WriteObject(ReadInventory(file).Inventory is not null);
        }
        else
        {
            WriteObject(ReadInventory(file).Problems, enumerateCollection: true);
        }
    }
}
