using System.Management.Automation;
using Ultrafarma.Cluster.Csync;

namespace Ultrafarma.Cluster.Commands.Csync;

/// <summary>Resume-CsyncSchedule: lets suspended schedules run again.</summary>
[Cmdlet(VerbsLifecycle.Resume, "CsyncSchedule", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(CsyncScheduleResult))]
public sealed class ResumeCsyncScheduleCommand : CsyncScheduleSwitchCommand
{
    /// <inheritdoc/>
    private protected override bool Suspends => false;
}
