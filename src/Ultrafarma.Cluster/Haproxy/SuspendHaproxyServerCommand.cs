using System.Management.Automation;
using Ultrafarma.Cluster.Haproxy;

namespace Ultrafarma.Cluster.Commands.Haproxy;

/// <summary>Suspend-HaproxyServer: takes servers out of the balancer, and waits until nobody is on them any more.</summary>
[Cmdlet(VerbsLifecycle.Suspend, "HaproxyServer", SupportsShouldProcess = true, DefaultParameterSetName = "Server")]
[OutputType(typeof(HaproxyServer))]
public sealed class SuspendHaproxyServerCommand : HaproxyChangeCommand
{
    /// <summary>Drain lets in clients with a cookie for the server; Maint lets in nobody, and checks nothing.</summary>
    [Parameter]
    public HaproxySuspendMode Mode { get; set; } = HaproxySuspendMode.Drain;

    /// <summary>Waits until no session and no waiting request is left.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>How long to wait: a number of seconds, or a time such as <c>90s</c> or <c>15m</c>.</summary>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Ends the sessions that are left: after the waiting with -Wait, else at once.</summary>
    [Parameter]
    public SwitchParameter KillSessions { get; set; }

    /// <summary>Takes out the last server of a backend, too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var state = Mode == HaproxySuspendMode.Maint ? HaproxyTargetState.Maint : HaproxyTargetState.Drain;
        var wait = Wait || KillSessions
            ? new HaproxyWaitOptions(HaproxyGoal.Drained, Wait ? Timeout : TimeSpan.Zero, KillSessions)
            : null;
        Change(new HaproxyRequest(state, KeepsMaint: true), Force, wait);
    }
}
