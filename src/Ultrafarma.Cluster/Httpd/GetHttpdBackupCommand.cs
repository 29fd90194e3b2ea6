using System.Management.Automation;
using Ultrafarma.Cluster.Httpd;

namespace Ultrafarma.Cluster.Commands.Httpd;

/// <summary>Get-HttpdBackup: the copies that each node kept of config files which were replaced there.</summary>
[Cmdlet(VerbsCommon.Get, "HttpdBackup")]
[OutputType(typeof(HttpdBackup))]
public sealed class GetHttpdBackupCommand : HttpdCommand
{
    private readonly NodeFileFilter _filter = new();

    /// <summary>The config files whose copies are meant, by path or wildcard; all unless given.</summary>
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
        var reader = new HttpdBackupReader(Settings);
        Run(async (pump, token) =>
        {
            pump.WriteProgress(new ProgressRecord(1, "Looking for kept configs", $"{group.NodeNames.Count} nodes"));
            await AskAsync(
                group, pump, reader.ListAsync, backups => pump.WriteAll([.. backups.Where(backup => _filter.Matches(backup.Node, backup.Path))]), token);
        });
    }
}
