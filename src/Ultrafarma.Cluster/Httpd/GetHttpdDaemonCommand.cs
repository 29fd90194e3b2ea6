using System.Management.Automation;
using Ultrafarma.Cluster.Httpd;

namespace Ultrafarma.Cluster.Commands.Httpd;

/// <summary>Get-HttpdDaemon: the services httpd-local and httpd-cluster on each node, and how they ended last.</summary>
[Cmdlet(VerbsCommon.Get, "HttpdDaemon")]
[OutputType(typeof(HttpdDaemon))]
public sealed class GetHttpdDaemonCommand : HttpdDaemonCommand
{
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var group = ScopedGroup();
        Run(async (pump, token) =>
        {
            pump.WriteProgress(new ProgressRecord(1, "Looking at the services", $"{group.NodeNames.Count} nodes"));
            await AskAsync(
                group,
                pump,
                (shell, t) => HttpdDaemonInstaller.LookAsync(shell, Names, null, probe: false, t),
                look => pump.WriteAll([.. look.Describe()]),
                token);
        });
    }
}
