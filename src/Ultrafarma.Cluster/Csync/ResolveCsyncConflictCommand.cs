using System.Diagnostics;
using System.Management.Automation;
using Ultrafarma.Cluster.Csync;

namespace Ultrafarma.Cluster.Commands.Csync;

/// <summary>Resolve-CsyncConflict: makes one node's version win at all peers, keeps the others, and proves the result.</summary>
[Cmdlet(VerbsDiagnostic.Resolve, "CsyncConflict", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = "Policy")]
[OutputType(typeof(CsyncResolutionReport), typeof(CsyncResolution))]
public sealed class ResolveCsyncConflictCommand : CsyncChangeCommand
{
    private readonly List<CsyncConflict> _conflicts = [];

    /// <summary>Conflicts from Get-CsyncConflict.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, Position = 0)]
    public CsyncConflict[] InputObject { get; set; } = [];

    /// <summary>The node whose version wins, whatever the kind of conflict.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Winner")]
    [ArgumentCompleter(typeof(NodeNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string Winner { get; set; } = "";

    /// <summary>How the winner of each conflict is chosen.</summary>
    [Parameter(ParameterSetName = "Policy")]
    public CsyncWinnerPolicy Policy { get; set; } = CsyncWinnerPolicy.SafeOnly;

    /// <summary>Gives up the losing versions without a copy.</summary>
    [Parameter]
    public SwitchParameter NoBackup { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _conflicts.AddRange(InputObject);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_conflicts.Count == 0)
        {
            return;
        }

        var group = Group;
        var choice = new CsyncChoice(ParameterSetName == "Winner" ? NodeNamed(Winner) : null, Policy, !NoBackup);
        Run(async (pump, token) =>
        {
            var watch = Stopwatch.StartNew();
            var resolver = new CsyncResolver(group, CsyncRun.SettingsOf(Slot), CsyncRun.Options(), ProgressTo(pump), pump.WriteWarning);
            var results = await resolver.ResolveAsync(
                _conflicts,
                choice,
                (winner, plan) => pump.AskAsync(c => c.ShouldProcess(winner, plan)),
                token);
            WriteResults(pump, results, resolver.BackupDirectory, watch.Elapsed);
        });
    }
}
