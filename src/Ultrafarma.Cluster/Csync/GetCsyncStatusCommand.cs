using System.Management.Automation;
using Ultrafarma.Cluster.Csync;

namespace Ultrafarma.Cluster.Commands.Csync;

/// <summary>Get-CsyncStatus: how csync2 does on each node.</summary>
[Cmdlet(VerbsCommon.Get, "CsyncStatus")]
[OutputType(typeof(CsyncStatus))]
public sealed class GetCsyncStatusCommand : CsyncCommand
{
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var group = ScopedGroup();
        var reader = new CsyncStatusReader(group, Settings);
        Run(async (pump, token) =>
        {
            pump.WriteProgress(new ProgressRecord(1, "Asking how csync2 does", $"{group.NodeNames.Count} nodes"));
            var (nodes, failures) = await reader.ReadAsync(token);
            WriteFailures(pump, failures);
            foreach (var status in nodes)
            {
                foreach (var problem in status.Problems)
                {
                    pump.WriteWarning($"{status.Node}: {problem}");
                }

                pump.Write(status);
            }
        });
    }
}
