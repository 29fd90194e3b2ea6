using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Decides whether a node may be the one that resolves conflicts by the clock. It asks no node.</summary>
internal static class CsyncResolverPlace
{
    /// <summary>Refuses a second node: on two at once the winner is a matter of chance.</summary>
    /// <param name="node">The node that is to have it.</param>
    /// <param name="looks">What all nodes have.</param>
    /// <exception cref="CsyncScheduleException">Another node has it, or cannot say.</exception>
    public static void Check(string node, IReadOnlyList<NodeResult<CsyncScheduleLook>> looks)
    {
        var others = looks.Where(l => l.NodeName != node).ToList();
        foreach (var schedule in others.SelectMany(l => l.Value?.Schedules ?? []).Where(s => s.Kind == CsyncScheduleKind.Resolve))
        {
            if (!schedule.IsForeign)
            {
                throw new CsyncScheduleException("ResolverElsewhere", node,
                    $"{schedule.Node} resolves conflicts by the clock already, by {CsyncSchedulePlan.Place(schedule)}. "
                    + $"Take it away first: Unregister-CsyncSchedule -Kind Resolve -Node {schedule.Node}.");
            }

            if (!schedule.IsSuspended)
            {
                throw new CsyncScheduleException("ResolverElsewhere", node,
                    $"{schedule.Node} resolves conflicts by the clock already, by an entry that others made: {CsyncSchedulePlan.Place(schedule)}. "
                    + $"Switch it off first: Suspend-CsyncSchedule -Kind Resolve -Foreign -Node {schedule.Node}. Or take it over there with -Node {schedule.Node} -Adopt.");
            }
        }

        if (others.Where(l => l.Error is not null).Select(l => l.NodeName).ToList() is { Count: > 0 } silent)
        {
            throw new CsyncScheduleException("OthersUnknown", node,
                $"{string.Join(", ", silent)} cannot say whether conflicts are resolved there already, and only one node may. "
                + "Bring them back, or take them out of the inventory, then run this again.");
        }
    }
}
