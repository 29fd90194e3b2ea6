using System.Management.Automation;
using Ultrafarma.Cluster.Csync;

namespace Ultrafarma.Cluster.Commands.Csync;

/// <summary>Register-CsyncSchedule: lets csync2 check and push by the clock.</summary>
[Cmdlet(VerbsLifecycle.Register, "CsyncSchedule", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(CsyncScheduleResult))]
public sealed class RegisterCsyncScheduleCommand : CsyncScheduleChangeCommand
{
    private IReadOnlyList<string> _all = [];

    /// <summary>csync2 checks and pushes.</summary>
    [Parameter(Mandatory = true)]
    public SwitchParameter Sync { get; set; }

    /// <summary>The time from one run to the next: a part of an hour, or of a day.</summary>
    [Parameter]
    [Duration(MinimumSeconds = 60, MaximumSeconds = 86400)]
    public TimeSpan Every { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Cron or systemd; what the node has unless given.</summary>
    [Parameter]
    public CsyncScheduleSource? Source { get; set; }

    /// <summary>Takes the place of entries that others made.</summary>
    [Parameter]
    public SwitchParameter Adopt { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (!CsyncTimes.IsPossible(Every))
        {
            ThrowTerminatingError(CsyncErrorRecords.EveryInvalid(Every));
        }

        // The place among all, so that a node keeps its second also when it is named alone.
        _all = Group.KnownNames;
    }

    /// <inheritdoc/>
    private protected override IEnumerable<CsyncSchedulePlan> Plan(CsyncScheduleLook look) =>
        [new CsyncSchedulePlanner(Settings).Register(look, new CsyncScheduleWish(Every, Source, Adopt), CsyncSchedulePlanner.Delay(_all, look.Node))];
}
