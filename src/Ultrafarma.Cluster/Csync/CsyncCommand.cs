using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Csync;

/// <summary>A cmdlet about csync2 on some or all nodes.</summary>
public abstract class CsyncCommand : NodeScopedCommand
{
    /// <summary>Where csync2 is on the nodes: as the inventory says, or csync2's defaults on this machine alone.</summary>
    private protected CsyncSettings Settings => CsyncRun.SettingsOf(Slot);

    /// <summary>Says which nodes could not be asked.</summary>
    private protected static void WriteFailures(PipelinePump pump, IEnumerable<NodeException> failures)
    {
        foreach (var failure in failures)
        {
            pump.WriteError(failure.ToErrorRecord());
        }
    }
}
