using System.Management.Automation;
using Ultrafarma.Cluster.Csync;

namespace Ultrafarma.Cluster.Commands.Csync;

/// <summary>Remove-CsyncHost: takes a host out of a group of csync2's config.</summary>
[Cmdlet(VerbsCommon.Remove, "CsyncHost", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(CsyncConfigResult))]
public sealed class RemoveCsyncHostCommand : CsyncConfigCommand
{
    /// <summary>The hosts: <c>name</c>, or <c>name@address</c> to mean that one alone.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public string[] HostName { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        base.ProcessRecord();
        foreach (var host in HostName)
        {
            ThrowIf(host, CsyncWords.HostFault(host));
            Want(new CsyncHostRequest(Group, host, IsSlave: false, IsWanted: false));
        }
    }
}
