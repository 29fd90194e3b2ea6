using System.Management.Automation;
using Ultrafarma.Cluster.Csync;

namespace Ultrafarma.Cluster.Commands.Csync;

/// <summary>Get-CsyncBackup: the copies that each node kept of files which another node's version replaced.</summary>
[Cmdlet(VerbsCommon.Get, "CsyncBackup")]
[OutputType(typeof(CsyncKeptFile))]
public sealed class GetCsyncBackupCommand : CsyncCommand
{
    private readonly NodeFileFilter _filter = new();

    /// <summary>The files whose copies are meant, by path or wildcard; all unless given.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        base.ProcessRecord();
        _filter.Add(Node, Path);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var group = ScopedGroup();
        var reader = new CsyncBackupReader(Settings);
        Run(async (pump, token) =>
        {
            pump.WriteProgress(new ProgressRecord(1, "Looking for kept copies", $"{group.NodeNames.Count} nodes"));
            await AskAsync(
                group, pump, reader.ListAsync, copies => pump.WriteAll([.. copies.Where(copy => _filter.Matches(copy.Node, copy.Path))]), token);
        });
    }
}
