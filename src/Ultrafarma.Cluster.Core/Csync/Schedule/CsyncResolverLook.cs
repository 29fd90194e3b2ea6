using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>What a node has for resolving conflicts by itself.</summary>
/// <param name="Node">The node.</param>
/// <param name="Program">pwsh or ufcluster with the module; null when there is none.</param>
/// <param name="Inventory">The inventory; null when there is none.</param>
/// <param name="IsUsable">The program can take the inventory.</param>
/// <param name="Said">What the program says of the inventory.</param>
internal sealed record CsyncResolverLook(string Node, string? Program, string? Inventory, bool IsUsable, string Said)
{
    /// <summary>Reads what resolver.sh gives.</summary>
    /// <exception cref="FormatException">It is not whole.</exception>
    public static CsyncResolverLook Parse(string node, string answer) =>
        answer.Split('\0') is ["resolver", var program, var inventory, var state, var said, ""]
            ? new CsyncResolverLook(node, Some(program), Some(inventory), state == "usable", PathText.Display(said.Trim(), keepLines: true))
            : throw new FormatException("Something that the login shell prints may be in the way.");

    /// <summary>What the schedule will run.</summary>
    /// <param name="policy">How the winner of each conflict is chosen.</param>
    /// <param name="wanted">The inventory that was named; null when it was looked for in the usual places.</param>
    /// <exception cref="CsyncScheduleException">Something is missing there.</exception>
    public CsyncResolveJob ToJob(CsyncWinnerPolicy policy, string? wanted)
    {
        if (Program is null)
        {
            throw new CsyncScheduleException("ProgramMissing", Node,
                $"{Node} has neither pwsh with the module Ultrafarma.Cluster nor ufcluster. Install-HttpdDaemon -Program brings ufcluster to a node; "
                + "or put ufcluster on root's PATH there.");
        }

        if (Inventory is null)
        {
            throw new CsyncScheduleException("InventoryMissing", Node, wanted is null
                ? $"{Node} has no inventory, neither ~/.config/ultrafarma-cluster/cluster.psd1 of root nor /etc/ultrafarma-cluster/cluster.psd1. "
                    + "Put one there, or name another with -InventoryPath."
                : $"{Node} has no {PathText.Display(wanted)}. Put an inventory there: -InventoryPath is a path on that node.");
        }

        return IsUsable ? new CsyncResolveJob(Program, Inventory, policy) : throw new CsyncScheduleException("InventoryUnusable", Node,
            $"{Program} on {Node} cannot use {PathText.Display(Inventory)}: {Said}");
    }

    private static string? Some(string text) => text.Length > 0 ? text : null;
}
