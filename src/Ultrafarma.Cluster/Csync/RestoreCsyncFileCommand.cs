using System.Management.Automation;
using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Csync;

/// <summary>Restore-CsyncFile: brings a kept copy of a file back into its place, and lets it win on every node.</summary>
[Cmdlet(VerbsData.Restore, "CsyncFile", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = "Copy")]
[OutputType(typeof(CsyncResolutionReport), typeof(CsyncResolution))]
public sealed class RestoreCsyncFileCommand : CsyncRestoreCommand
{
    private readonly List<CsyncKeptFile> _copies = [];
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);
    private bool _everybodyAnswered = true;

    /// <summary>Copies from Get-CsyncBackup.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Copy", Position = 0)]
    public CsyncKeptFile[] InputObject { get; set; } = [];

    /// <summary>The paths as csync2 names them.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Path")]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The node whose copy comes back. Needed when several have one.</summary>
    [Parameter(ParameterSetName = "Path")]
    [ArgumentCompleter(typeof(NodeNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Node { get; set; }

    /// <summary>Which copy: 1 for the newest one on its node, 2 for the one before.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? Generation { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _copies.AddRange(InputObject);
        _paths.UnionWith(InputObject.Select(c => c.Path).Concat(Path));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_paths.Count == 0)
        {
            return;
        }

        var group = Group;
        var generation = Generation;
        if (ParameterSetName == "Path")
        {
            generation ??= 1;
            List(Node is null ? group : new NodeGroupScope(group, [NodeNamed(Node)], group.ThrottleLimit));
        }

        var copies = _copies.Where(c => generation is null || c.Generation == generation).Distinct().ToLookup(c => c.Path, StringComparer.Ordinal);
        foreach (var path in _paths)
        {
            Choose(path, generation, [.. copies[path]]);
        }

        RestoreWanted();
    }

    private void List(INodeGroup nodes)
    {
        var reader = new CsyncBackupReader(CsyncRun.SettingsOf(Slot));
        Run(async (pump, token) =>
        {
            pump.WriteProgress(new ProgressRecord(1, "Looking for kept copies", $"{nodes.NodeNames.Count} nodes"));
            var failed = await AskAsync(
                nodes, pump, reader.ListAsync, copies => _copies.AddRange(copies.Where(c => _paths.Contains(c.Path))), token);
            _everybodyAnswered = failed.Count == 0;
        });
    }

    private void Choose(string path, int? generation, IReadOnlyList<CsyncKeptFile> copies)
    {
        if (copies.Count == 0)
        {
            // A node that did not answer may have it, and has its own error.
            if (_everybodyAnswered)
            {
                WriteError(CsyncErrorRecords.BackupNotFound(path, generation));
            }

            return;
        }

        if (copies is not [var copy])
        {
            WriteError(CsyncErrorRecords.BackupNotClear(path, copies));
            return;
        }

        if (copy.IsAmbiguous)
        {
            WriteWarning($"{PathText.Display(copy.BackupFile)} on {copy.Node} may be a copy of another file, whose own name ends so. Look into it first.");
        }

        Want(NodeNamed(copy.Node), path, copy.BackupFile);
    }
}
