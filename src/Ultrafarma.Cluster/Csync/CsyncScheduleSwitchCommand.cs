using System.Management.Automation;
using Ultrafarma.Cluster.Csync;

namespace Ultrafarma.Cluster.Commands.Csync;

/// <summary>A cmdlet that switches entries off or on: ours, and those of others only when they are asked for.</summary>
public abstract class CsyncScheduleSwitchCommand : CsyncScheduleKindCommand
{
    /// <summary>Also the entries that others made.</summary>
    [Parameter]
    public SwitchParameter Foreign { get; set; }

    /// <summary>Whether they are switched off.</summary>
    private protected abstract bool Suspends { get; }

    /// <inheritdoc/>
    private protected override IEnumerable<CsyncSchedulePlan> Plan(CsyncScheduleLook look) => look.Schedules
        .Where(s => s.Kind != CsyncScheduleKind.Other && IsChosen(look.Node, s.Kind) && (Foreign || !s.IsForeign))
        .Select(s => CsyncSchedulePlanner.Switch(s, Suspends));
}
