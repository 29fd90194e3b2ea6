using System.Management.Automation;
using Ultrafarma.Cluster.Csync;

namespace Ultrafarma.Cluster.Commands.Csync;

/// <summary>Add-CsyncPath: one more include or exclude in a group of csync2's config.</summary>
[Cmdlet(VerbsCommon.Add, "CsyncPath", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(CsyncConfigResult))]
public sealed class AddCsyncPathCommand : CsyncConfigCommand
{
    /// <summary>The paths or wildcards, as csync2 takes them.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>They are kept in sync.</summary>
    [Parameter]
    public SwitchParameter Include { get; set; }

    /// <summary>They are left alone.</summary>
    [Parameter]
    public SwitchParameter Exclude { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        base.ProcessRecord();
        if (Include == Exclude)
        {
            ThrowTerminatingError(CsyncErrorRecords.IncludeOrExclude());
        }

        foreach (var path in Path)
        {
            ThrowIf(path, CsyncWords.PatternFault(path));
            var kind = Include ? CsyncPatternKind.Include : CsyncPatternKind.Exclude;
            Want(new CsyncPathRequest(Group, path, [kind], IsWanted: true));
        }
    }
}
