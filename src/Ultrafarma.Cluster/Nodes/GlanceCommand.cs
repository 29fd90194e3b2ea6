using System.Management.Automation;
using Ultrafarma.Cluster.Commands.Haproxy;
using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Nodes;

/// <summary>A cmdlet that looks at the whole cluster: nodes, balancer, Apache and csync2.</summary>
public abstract class GlanceCommand : NodeScopedCommand
{
    /// <summary>The user and the password of the balancer's stats page.</summary>
    [Parameter]
    [Credential]
    [ValidateNotNull]
    public PSCredential Credential { get; set; } = PSCredential.Empty;

    /// <summary>The connected cluster's inventory, or one of this machine alone.</summary>
    private protected ClusterInventory Inventory => Slot.Current?.ReachedInventory ?? new ClusterInventory
    {
        Name = Group.NodeNames[0],
        SourcePath = "",
        Nodes = [new InventoryNode { Name = Group.NodeNames[0], Address = "127.0.0.1" }],
    };

    /// <summary>Looks at all nodes, whichever were chosen: what drifts, and what is in conflict, only the others tell.</summary>
    private protected Task<ClusterLook> LookAsync(PipelinePump pump, CancellationToken cancellationToken) =>
        LookAsync(pump, OpenBalancer(pump), cancellationToken);

    /// <summary>Looks at all nodes and at a balancer that is asked more afterwards.</summary>
    private protected async Task<ClusterLook> LookAsync(PipelinePump pump, IHaproxyBalancer? balancer, CancellationToken cancellationToken)
    {
        var inventory = Inventory;
        var group = WholeGroup();
        var hosts = Slot.Current is null
            ? await LocalHostsAsync(group, cancellationToken)
            : HttpdHosts.From(inventory.Nodes, inventory.Httpd);
        return await new ClusterReader(inventory, group, balancer, TimeProvider.System).ReadAsync(hosts, ProgressTo(pump), cancellationToken);
    }

    /// <summary>All nodes, with the limit that the user gave.</summary>
    private protected INodeGroup WholeGroup()
    {
        var all = Group;
        return ThrottleLimit > 0 ? new NodeGroupScope(all, all.NodeNames, ThrottleLimit) : all;
    }

    /// <summary>The inventory's balancer, or null.</summary>
    private protected IHaproxyBalancer? OpenBalancer(PipelinePump pump) =>
        Slot.Current is { Inventory.Haproxy: { Uri: not null } or { Socket: not null } } session
            ? HaproxyInventory.Open(session, Slot.Haproxy, Credential, pump, Host)
            : null;

    private async Task<HttpdHosts> LocalHostsAsync(INodeGroup group, CancellationToken cancellationToken)
    {
        try
        {
            return await HttpdLocalHosts.ReadAsync(group[group.NodeNames[0]], Inventory.Httpd, cancellationToken);
        }
        catch (NodeException)
        {
            // The same error comes with Apache's part.
            return HttpdHosts.From(Inventory.Nodes, Inventory.Httpd);
        }
    }
}
