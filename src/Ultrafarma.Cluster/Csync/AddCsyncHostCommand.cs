using System.Management.Automation;
using Ultrafarma.Cluster.Csync;

namespace Ultrafarma.Cluster.Commands.Csync;

/// <summary>Add-CsyncHost: one more host in a group of csync2's config.</summary>
[Cmdlet(VerbsCommon.Add, "CsyncHost", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(CsyncConfigResult))]
public sealed class AddCsyncHostCommand : CsyncConfigCommand
{
    /// <summary>The hosts, as in the config: <c>name</c>, or <c>name@address</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public string[] HostName { get; set; } = [];

    /// <summary>They only take files and never give any.</summary>
    [Parameter]
    public SwitchParameter Slave { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        base.ProcessRecord();
        foreach (var host in HostName)
        {
            ThrowIf(host, CsyncWords.HostFault(host));
            Want(new CsyncHostRequest(Group, host, Slave, IsWanted: true));
        }
    }
}
