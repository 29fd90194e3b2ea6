using System.Management.Automation;
using Ultrafarma.Cluster.Httpd;

namespace Ultrafarma.Cluster.Commands.Httpd;

/// <summary>Get-HttpdStatus: how each node's Apache does, from mod_status, or else from its process.</summary>
[Cmdlet(VerbsCommon.Get, "HttpdStatus")]
[OutputType(typeof(HttpdStatus))]
public sealed class GetHttpdStatusCommand : HttpdCommand
{
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var group = ScopedGroup();
        var settings = Settings;
        var urls = group.NodeNames.ToDictionary(
            n => n, n => HttpdRun.StatusUrl(settings, n, AddressOf(n)), StringComparer.OrdinalIgnoreCase);
        var reader = new HttpdStatusReader(settings, node => urls[node]);
        Run(async (pump, token) =>
        {
            pump.WriteProgress(new ProgressRecord(1, "Asking how Apache does", $"{group.NodeNames.Count} nodes"));
            await AskAsync(group, pump, reader.ReadAsync, pump.Write, token);
        });
    }
}
