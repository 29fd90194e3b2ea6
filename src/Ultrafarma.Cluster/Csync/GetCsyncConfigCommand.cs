using System.Management.Automation;
using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Csync;

/// <summary>Get-CsyncConfig: what csync2's config says on each node.</summary>
[Cmdlet(VerbsCommon.Get, "CsyncConfig")]
[OutputType(typeof(CsyncConfig))]
public sealed class GetCsyncConfigCommand : CsyncCommand
{
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var group = ScopedGroup();
        var reader = new CsyncConfigReader(Settings);
        Run(async (pump, token) =>
        {
            pump.WriteProgress(new ProgressRecord(1, "Reading csync2's config", $"{group.NodeNames.Count} nodes"));
            foreach (var result in await group.AskAsync(group.NodeNames, reader.ReadAsync, token))
            {
                if (result.Error is { } error)
                {
                    pump.WriteError(error.ToErrorRecord());
                }
                else
                {
                    pump.Write(result.Value!.Config);
                }
            }
        });
    }
}
