using System.Management.Automation;
using Ultrafarma.Cluster.Commands.Haproxy;
using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Httpd;

/// <summary>A cmdlet that goes through the nodes batch by batch, each taken out of the balancer and put back when that is asked for.</summary>
public abstract class HttpdBatchCommand : HttpdCommand
{
    /// <summary>How many nodes change at once.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int BatchSize { get; set; } = 1;

    /// <summary>How many nodes may fail before no further batch is begun.</summary>
    [Parameter]
    [ValidateRange(0, 1000)]
    public int MaxFailures { get; set; }

    /// <summary>Takes each node's server out of the balancer before it changes, and puts it back afterwards.</summary>
    [Parameter]
    public SwitchParameter Drain { get; set; }

    /// <summary>How long a server may take until nobody is on it any more: a number of seconds, or a time such as <c>90s</c>.</summary>
    [Parameter]
    [Duration]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Emits more of what became of each node.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>The user and the password of the balancer's stats page.</summary>
    [Parameter]
    [Credential]
    [ValidateNotNull]
    public PSCredential Credential { get; set; } = PSCredential.Empty;

    private bool HasBalancer => Slot.Current?.Inventory.Haproxy is { Uri: not null } or { Socket: not null };

    /// <summary>Ends the cmdlet when servers are to be drained and no balancer is known.</summary>
    private protected void RequireBalancerForDrain()
    {
        if (Drain && !HasBalancer)
        {
            ThrowTerminatingError(HaproxyErrorRecords.NoSource());
        }
    }

    /// <summary>What the nodes are to the balancer, or null when none is known.</summary>
    private protected HttpdBalancerSide? Balancer(PipelinePump pump) => HasBalancer
        ? new HttpdBalancerSide(HaproxyInventory.Open(Slot.Current!, Slot.Haproxy, Credential, pump, Host), TimeProvider.System, ProgressTo(pump))
        : null;

    /// <summary>The nodes as the inventory has them, or this machine alone.</summary>
    private protected IReadOnlyList<InventoryNode> InventoryNodes(INodeGroup group) =>
        Slot.Current?.Inventory.Nodes ?? [.. group.NodeNames.Select(n => new InventoryNode { Name = n, Address = AddressOf(n) })];

    /// <summary>Goes through the batches. A balancer that cannot be asked is one error, and nothing was done.</summary>
    private protected static async Task RunAsync(PipelinePump pump, Func<Task> batches)
    {
        try
        {
            await batches();
        }
        catch (HaproxyException e)
        {
            pump.WriteError(e.ToErrorRecord());
        }
    }
}
