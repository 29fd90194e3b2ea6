using System.Management.Automation;
using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Csync;

/// <summary>Register-CsyncSchedule: lets csync2 check and push by the clock, or one node resolve its conflicts.</summary>
[Cmdlet(VerbsLifecycle.Register, "CsyncSchedule", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(CsyncScheduleResult))]
public sealed class RegisterCsyncScheduleCommand : CsyncScheduleChangeCommand
{
    private IReadOnlyList<string> _all = [];
    private bool _namesNodes;
    private string _resolver = "";
    private CsyncResolveJob? _job;

    /// <summary>csync2 checks and pushes.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Sync")]
    public SwitchParameter Sync { get; set; }

    /// <summary>One node resolves conflicts.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Resolve")]
    public SwitchParameter Resolve { get; set; }

    /// <summary>How the winner of each conflict is chosen.</summary>
    [Parameter(ParameterSetName = "Resolve")]
    public CsyncWinnerPolicy Policy { get; set; } = CsyncWinnerPolicy.SafeOnly;

    /// <summary>The inventory on the node.</summary>
    [Parameter(ParameterSetName = "Resolve")]
    [ValidateNotNullOrEmpty]
    public string? InventoryPath { get; set; }

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

        if (InventoryPath is not null && (!InventoryPath.StartsWith('/') || InventoryPath.Any(char.IsControl)))
        {
            ThrowTerminatingError(CsyncErrorRecords.InventoryPathInvalid(InventoryPath));
        }

        // The place among all, so that a node keeps its second also when it is named alone.
        _all = Group.KnownNames;
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        base.ProcessRecord();
        _namesNodes |= Node is not null;
    }

    /// <inheritdoc/>
    private protected override INodeGroup Looked()
    {
        var chosen = base.Looked();
        if (!Resolve || chosen.NodeNames.Count == 0)
        {
            return chosen;
        }

        if (_namesNodes && chosen.NodeNames.Count > 1)
        {
            ThrowTerminatingError(CsyncErrorRecords.OneNodeOnly(chosen.NodeNames));
        }

        var (upload, problem) = _namesNodes ? (chosen.NodeNames[0], null) : CsyncUploadNode.Find(Slot, Group);
        if (problem is not null)
        {
            ThrowTerminatingError(problem);
        }

        // All are asked, since none of the others may have it.
        _resolver = upload;
        return new NodeGroupScope(Group, Group.NodeNames, chosen.ThrottleLimit);
    }

    /// <inheritdoc/>
    private protected override async Task<IReadOnlyList<NodeResult<CsyncScheduleLook>>> ChooseAsync(
        INodeGroup group, PipelinePump pump, IReadOnlyList<NodeResult<CsyncScheduleLook>> looks, CancellationToken cancellationToken)
    {
        if (!Resolve || looks.Count == 0)
        {
            return looks;
        }

        WriteFailures(pump, looks.Select(l => l.Error).OfType<NodeException>());
        List<NodeResult<CsyncScheduleLook>> chosen = [.. looks.Where(l => l.NodeName == _resolver && l.Error is null)];
        if (chosen.Count == 0)
        {
            return chosen;
        }

        CsyncResolverPlace.Check(_resolver, looks);
        pump.WriteProgress(new ProgressRecord(1, "Changing csync2's schedules", $"Trying the inventory on {_resolver}"));
        var look = await new CsyncResolverReader(Settings).ReadAsync(group[_resolver], InventoryPath, cancellationToken);
        _job = look.ToJob(Policy, InventoryPath);
        if (look.Said.Length > 0)
        {
            pump.WriteWarning($"{look.Program} on {_resolver} says of {look.Inventory}: {look.Said}");
        }

        return chosen;
    }

    /// <inheritdoc/>
    private protected override IEnumerable<CsyncSchedulePlan> Plan(CsyncScheduleLook look) =>
        [new CsyncSchedulePlanner(Settings).Register(
            look,
            new CsyncScheduleWish(Every, Source, Adopt) { Resolve = _job },
            Resolve ? CsyncSchedulePlanner.ResolveDelay(Every) : CsyncSchedulePlanner.Delay(_all, look.Node))];
}
