using System.Management.Automation;
using Ultrafarma.Cluster.Haproxy;

namespace Ultrafarma.Cluster.Commands.Haproxy;

/// <summary>Set-HaproxyServer: sets the weight or the administrative state of servers.</summary>
[Cmdlet(VerbsCommon.Set, "HaproxyServer", SupportsShouldProcess = true, DefaultParameterSetName = "Server")]
[OutputType(typeof(HaproxyServer))]
public sealed class SetHaproxyServerCommand : HaproxyChangeCommand
{
    /// <summary>A number from 0 to 256, or a percentage of the configured weight such as <c>50%</c>. Needs the runtime socket.</summary>
    [Parameter]
    [HaproxyWeight]
    [ValidateNotNull]
    public HaproxyWeight? Weight { get; set; }

    /// <summary>Ready, Drain or Maint.</summary>
    [Parameter]
    public HaproxyTargetState State { get; set; }

    /// <summary>Takes out the last server of a backend, too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (Weight is null && !MyInvocation.BoundParameters.ContainsKey(nameof(State)))
        {
            ThrowTerminatingError(HaproxyErrorRecords.NothingToSet());
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() =>
        Change(new HaproxyRequest(MyInvocation.BoundParameters.ContainsKey(nameof(State)) ? State : null, Weight), Force);
}
