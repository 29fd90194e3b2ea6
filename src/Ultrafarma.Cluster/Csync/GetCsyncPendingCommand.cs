using System.Management.Automation;
using Ultrafarma.Cluster.Csync;

namespace Ultrafarma.Cluster.Commands.Csync;

/// <summary>Get-CsyncPending: what each node still owes to its peers.</summary>
[Cmdlet(VerbsCommon.Get, "CsyncPending", SupportsShouldProcess = true)]
[OutputType(typeof(CsyncPending))]
public sealed class GetCsyncPendingCommand : CsyncPathCommand
{
    /// <summary>Lets csync2 push, as its schedule does, and adds its reason for what stays.</summary>
    [Parameter]
    public SwitchParameter Reason { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var group = ScopedGroup();
        if (group.NodeNames.Count == 0
            || (Reason && !ShouldProcess(string.Join(", ", group.NodeNames), "let csync2 push what is pending")))
        {
            return;
        }

        var wanted = Wanted();
        Run(async (pump, token) =>
        {
            var lister = new CsyncPendingLister(group, Settings);
            var (rows, failures) = Reason ? await lister.ListWithReasonsAsync(token) : await lister.ListAsync(token);
            WriteFailures(pump, failures);
            foreach (var row in rows.Where(r => wanted is null || wanted(r.Path)))
            {
                pump.Write(row);
            }
        });
    }
}
