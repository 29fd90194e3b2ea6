using System.Management.Automation;
using Ultrafarma.Cluster.Haproxy;

namespace Ultrafarma.Cluster.Commands.Haproxy;

/// <summary>Resume-HaproxyServer: gives servers sessions again.</summary>
[Cmdlet(VerbsLifecycle.Resume, "HaproxyServer", SupportsShouldProcess = true, DefaultParameterSetName = "Server")]
[OutputType(typeof(HaproxyServer))]
public sealed class ResumeHaproxyServerCommand : HaproxyChangeCommand
{
    /// <summary>Waits until the server's check passes; at once for a server that nobody checks.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>How long to wait: a number of seconds, or a time such as <c>90s</c> or <c>15m</c>.</summary>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override void EndProcessing() => Change(
        new HaproxyRequest(HaproxyTargetState.Ready), force: false, Wait ? new HaproxyWaitOptions(HaproxyGoal.Serving, Timeout) : null);
}
