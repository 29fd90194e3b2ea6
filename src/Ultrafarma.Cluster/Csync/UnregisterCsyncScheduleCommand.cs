using System.Management.Automation;
using Ultrafarma.Cluster.Csync;

namespace Ultrafarma.Cluster.Commands.Csync;

/// <summary>Unregister-CsyncSchedule: removes what Register-CsyncSchedule made.</summary>
[Cmdlet(VerbsLifecycle.Unregister, "CsyncSchedule", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(CsyncScheduleResult))]
public sealed class UnregisterCsyncScheduleCommand : CsyncScheduleChangeCommand
{
    /// <inheritdoc/>
    private protected override IEnumerable<CsyncSchedulePlan> Plan(CsyncScheduleLook look) => [CsyncSchedulePlanner.Unregister(look)];
}
