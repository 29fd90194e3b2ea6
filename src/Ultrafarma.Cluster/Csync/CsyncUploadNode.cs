using System.Management.Automation;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Csync;

/// <summary>Finds the node with the role Upload.</summary>
internal static class CsyncUploadNode
{
    private const string Role = "Upload";

    /// <summary>The node, or this machine when no cluster is connected.</summary>
    /// <returns>The node, or why it is not clear which one it is.</returns>
    public static (string Node, ErrorRecord? Problem) Find(SessionSlot slot, INodeGroup group)
    {
        if (slot.Current is not { } session)
        {
            return (group.NodeNames[0], null);
        }

        List<string> chosen = [.. session.Inventory.Nodes.Where(n => n.Roles.Contains(Role, StringComparer.OrdinalIgnoreCase)).Select(n => n.Name)];
        return chosen.Count == 1 ? (chosen[0], null) : ("", CsyncErrorRecords.UploadNodeUnclear(Role, chosen));
    }
}
