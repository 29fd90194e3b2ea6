using System.Management.Automation;
using Ultrafarma.Cluster.Csync;

namespace Ultrafarma.Cluster.Commands.Csync;

/// <summary>Suspend-CsyncSchedule: switches schedules off, and keeps them.</summary>
[Cmdlet(VerbsLifecycle.Suspend, "CsyncSchedule", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(CsyncScheduleResult))]
public sealed class SuspendCsyncScheduleCommand : CsyncScheduleSwitchCommand
{
    /// <inheritdoc/>
    private protected override bool Suspends => true;
}
