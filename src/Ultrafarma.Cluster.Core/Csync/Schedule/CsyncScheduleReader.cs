using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Reads what starts csync2 by the clock on a node. It changes nothing there.</summary>
/// <param name="settings">Where csync2 is on the nodes, and how its lines are told.</param>
internal sealed class CsyncScheduleReader(CsyncSettings settings)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly CsyncScript _script = new(settings);

    /// <summary>Reads a node's schedules.</summary>
    /// <exception cref="NodeException">The node could not be asked.</exception>
    public async Task<CsyncScheduleLook> ReadAsync(INodeShell shell, CancellationToken cancellationToken)
    {
        // Ours are found also where the inventory's pattern does not fit them.
        var pattern = settings.SchedulePattern + "|ultrafarma-cluster/csync2-(schedule|resolve)/";
        var command = _script.Make(
            "schedules",
            [pattern, CsyncScheduleFiles.Home(CsyncScheduleKind.Sync), CsyncScheduleFiles.Home(CsyncScheduleKind.Resolve),
                .. CsyncScheduleFiles.Of(CsyncScheduleKind.Sync), .. CsyncScheduleFiles.Of(CsyncScheduleKind.Resolve)]) with
        { Timeout = Limit };
        var result = await shell.RunCheckedAsync(command, "reading csync2's schedules", cancellationToken);
        try
        {
            return CsyncScheduleLook.Parse(shell.NodeName, result.Output.Span);
        }
        catch (FormatException e)
        {
            throw new NodeException(NodeErrorKind.BadAnswer, shell.NodeName,
                $"{shell.NodeName}, reading csync2's schedules: {e.Message}", e);
        }
    }
}
