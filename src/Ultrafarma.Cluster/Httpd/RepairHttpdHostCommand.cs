using System.Management.Automation;
using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Httpd;

/// <summary>Repair-HttpdHost: puts each node's own host into its config where another node's stands, and reloads Apache.</summary>
[Cmdlet(VerbsDiagnostic.Repair, "HttpdHost", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(HttpdChangeResult))]
public sealed class RepairHttpdHostCommand : HttpdChangeCommand
{
    /// <summary>Leaves Apache alone: the file counts from its next reload on.</summary>
    [Parameter]
    public SwitchParameter NoReload { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var group = ScopedGroup();
        var repairer = new HttpdHostRepairer(Settings, Hosts);
        var run = NewRun(KeepBackups);
        Run(async (pump, token) =>
        {
            var found = new List<HttpdHostReport>();
            pump.WriteProgress(new ProgressRecord(1, "Repairing the nodes' own hosts", "Reading"));
            await AskAsync(group, pump, repairer.LookAsync, found.Add, token);

            // One node at a time: a mistake must not be able to take the whole site away.
            foreach (var report in found)
            {
                pump.WriteProgress(new ProgressRecord(1, "Repairing the nodes' own hosts", report.Config.Node));
                await RepairAsync(pump, group, run, report, token);
            }
        });
    }

    private async Task RepairAsync(
        PipelinePump pump, INodeGroup group, HttpdRun run, HttpdHostReport report, CancellationToken cancellationToken)
    {
        var node = report.Config.Node;
        if (report.Edits.Count == 0)
        {
            pump.Write(new HttpdChangeResult { Node = node, Action = HttpdChangeAction.Unchanged, Path = report.Config.Main.Path });
            return;
        }

        try
        {
            var result = await ChangeAsync(
                pump, group[node], run, report.Edits, !NoReload, report.Config.Ports(), cancellationToken);
            if (result is not null)
            {
                Write(pump, result);
            }
        }
        catch (NodeException e)
        {
            pump.WriteError(e.ToErrorRecord());
        }
    }
}
