using System.Management.Automation;
using Ultrafarma.Cluster.Csync;

namespace Ultrafarma.Cluster.Commands.Csync;

/// <summary>Unregister-CsyncSchedule: removes what Register-CsyncSchedule made.</summary>
[Cmdlet(VerbsLifecycle.Unregister, "CsyncSchedule", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(CsyncScheduleResult))]
public sealed class UnregisterCsyncScheduleCommand : CsyncScheduleKindCommand
{
    private static readonly CsyncScheduleKind[] s_kinds = [CsyncScheduleKind.Sync, CsyncScheduleKind.Resolve];

    /// <summary>What the schedule took the place of runs again.</summary>
    [Parameter]
    public SwitchParameter Restore { get; set; }

    /// <inheritdoc/>
    private protected override IEnumerable<CsyncSchedulePlan> Plan(CsyncScheduleLook look)
    {
        // Who names no kind hears of the second only where there is one.
        List<CsyncSchedulePlan> plans = [.. s_kinds.Where(k => IsChosen(look.Node, k)).Select(k => CsyncSchedulePlanner.Unregister(look, k, Restore))];
        return plans.Where((p, at) => at == 0 || p.Steps.Count > 0);
    }
}
