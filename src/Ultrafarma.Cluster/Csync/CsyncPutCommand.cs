using System.Management.Automation;
using Ultrafarma.Cluster.Csync;

namespace Ultrafarma.Cluster.Commands.Csync;

/// <summary>A cmdlet that replaces files that csync2 reads.</summary>
public abstract class CsyncPutCommand : CsyncCommand
{
    /// <summary>How many replaced files are kept a node and file.</summary>
    [Parameter]
    [ValidateRange(1, 10000)]
    public int KeepBackups { get; set; } = 10;

    /// <summary>What replaces them, with one stamp for all that this cmdlet replaces.</summary>
    private protected CsyncConfigWriter NewWriter() => new(Settings, CsyncRun.Options(), KeepBackups);

    /// <summary>Emits what became of the files, and an error for what was not done.</summary>
    private protected static void Write(PipelinePump pump, IReadOnlyList<CsyncConfigResult> results)
    {
        pump.WriteAll(results);
        if (results.FirstOrDefault(r => r.Action is CsyncConfigChangeAction.Failed or CsyncConfigChangeAction.RolledBack) is { } bad)
        {
            pump.WriteError(CsyncErrorRecords.ConfigNotChanged(bad));
        }
    }
}
