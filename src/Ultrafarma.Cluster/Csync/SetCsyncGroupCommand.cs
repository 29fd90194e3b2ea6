using System.Globalization;
using System.Management.Automation;
using Ultrafarma.Cluster.Csync;

namespace Ultrafarma.Cluster.Commands.Csync;

/// <summary>Set-CsyncGroup: who wins conflicts in a group of csync2's config, and where replaced files are kept.</summary>
[Cmdlet(VerbsCommon.Set, "CsyncGroup", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(CsyncConfigResult))]
public sealed class SetCsyncGroupCommand : CsyncConfigCommand
{
    /// <summary>Who wins a conflict by itself.</summary>
    [Parameter]
    [ValidateSet("none", "first", "younger", "older", "bigger", "smaller", "left", "right", IgnoreCase = false)]
    public string? Auto { get; set; }

    /// <summary>The folder on each node in which replaced files are kept.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? BackupDirectory { get; set; }

    /// <summary>How many of them csync2 is to keep a file.</summary>
    [Parameter]
    [ValidateRange(0, 10000)]
    public int? BackupGenerations { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        base.ProcessRecord();
        if (Auto is null && BackupDirectory is null && BackupGenerations is null)
        {
            ThrowTerminatingError(CsyncErrorRecords.NothingToSet());
        }

        if (BackupDirectory is not null)
        {
            ThrowIf(BackupDirectory, BackupDirectory.StartsWith('/') ? CsyncWords.Fault(BackupDirectory) : "It must be an absolute path.");
        }

        Want("auto", Auto);
        Want("backup-directory", BackupDirectory);
        Want("backup-generations", BackupGenerations?.ToString(CultureInfo.InvariantCulture));
    }

    private void Want(string name, string? value)
    {
        if (value is not null)
        {
            Want(new CsyncSettingRequest(Group, name, value));
        }
    }
}
