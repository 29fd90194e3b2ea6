using System.Management.Automation;
using Ultrafarma.Cluster.Csync;

namespace Ultrafarma.Cluster.Commands.Csync;

/// <summary>Get-CsyncConflict: the paths that csync2 refuses to synchronize, and how their versions differ.</summary>
[Cmdlet(VerbsCommon.Get, "CsyncConflict")]
[OutputType(typeof(CsyncConflict))]
public sealed class GetCsyncConflictCommand : CsyncPathCommand
{
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var group = ScopedGroup();
        if (group.NodeNames.Count == 0)
        {
            return;
        }

        var wanted = Wanted();
        Run(async (pump, token) =>
        {
            var findings = await new CsyncConflictFinder(group, Settings)
                .FindAsync(wanted, ProgressTo(pump), token);
            WriteFailures(pump, findings.Failures);
            foreach (var conflict in findings.Conflicts)
            {
                pump.Write(conflict);
            }
        });
    }
}
