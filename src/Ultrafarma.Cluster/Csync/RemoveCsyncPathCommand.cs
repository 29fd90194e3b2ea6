using System.Management.Automation;
using Ultrafarma.Cluster.Csync;

namespace Ultrafarma.Cluster.Commands.Csync;

/// <summary>Remove-CsyncPath: takes an include or exclude out of a group of csync2's config.</summary>
[Cmdlet(VerbsCommon.Remove, "CsyncPath", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(CsyncConfigResult))]
public sealed class RemoveCsyncPathCommand : CsyncConfigCommand
{
    /// <summary>The paths or wildcards as they stand in the config.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Only an include.</summary>
    [Parameter]
    public SwitchParameter Include { get; set; }

    /// <summary>Only an exclude.</summary>
    [Parameter]
    public SwitchParameter Exclude { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        base.ProcessRecord();
        IReadOnlyList<CsyncPatternKind> kinds = (Include.IsPresent, Exclude.IsPresent) switch
        {
            (true, false) => [CsyncPatternKind.Include],
            (false, true) => [CsyncPatternKind.Exclude],
            _ => [CsyncPatternKind.Include, CsyncPatternKind.Exclude, CsyncPatternKind.Compare],
        };
        foreach (var path in Path)
        {
            ThrowIf(path, CsyncWords.Fault(path));
            Want(new CsyncPathRequest(Group, path, kinds, IsWanted: false));
        }
    }
}
