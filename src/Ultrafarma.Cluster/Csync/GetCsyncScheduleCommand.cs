using System.Management.Automation;
using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Csync;

/// <summary>Get-CsyncSchedule: what starts csync2 by the clock on each node, ours and what was there before.</summary>
[Cmdlet(VerbsCommon.Get, "CsyncSchedule")]
[OutputType(typeof(CsyncSchedule))]
public sealed class GetCsyncScheduleCommand : CsyncCommand
{
    /// <summary>Only entries that do this.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public CsyncScheduleKind[]? Kind { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var group = ScopedGroup();
        var reader = new CsyncScheduleReader(Settings);
        Run(async (pump, token) =>
        {
            pump.WriteProgress(new ProgressRecord(1, "Reading csync2's schedules", $"{group.NodeNames.Count} nodes"));
            var resolving = new List<string>();
            foreach (var result in await group.AskAsync(group.NodeNames, reader.ReadAsync, token))
            {
                if (result.Error is { } error)
                {
                    pump.WriteError(error.ToErrorRecord());
                    continue;
                }

                var schedules = result.Value!.Schedules;
                if (schedules.Any(s => s is { Kind: CsyncScheduleKind.Resolve, IsSuspended: false }))
                {
                    resolving.Add(result.NodeName);
                }

                pump.WriteAll([.. schedules.Where(s => Kind is null || Kind.Contains(s.Kind))]);
            }

            if (resolving.Count > 1)
            {
                pump.WriteWarning(
                    $"Conflicts are resolved by the clock on {string.Join(", ", resolving)}. On two nodes at once the winner is a matter "
                    + "of chance: leave it to one, and suspend or unregister the others.");
            }
        });
    }
}
