using System.Management.Automation;
using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Csync;

/// <summary>Compare-CsyncFile: how the nodes' versions of a file differ, line by line.</summary>
[Cmdlet(VerbsData.Compare, "CsyncFile")]
[OutputType(typeof(CsyncFileComparison))]
public sealed class CompareCsyncFileCommand : CsyncCommand
{
    private readonly List<string> _paths = [];

    /// <summary>The paths, as csync2 names them.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidatePattern("^[/%]")]
    public string[] Path { get; set; } = [];

    /// <summary>The node that the others are compared with; what most nodes have unless given.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NodeNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Reference { get; set; }

    /// <summary>Gives nodes that have the same, too.</summary>
    [Parameter]
    public SwitchParameter IncludeEqual { get; set; }

    /// <summary>The size up to which files are compared line by line.</summary>
    [Parameter]
    [ValidateRange(1, 100_000_000)]
    public int MaximumBytes { get; set; } = 1_000_000;

    /// <inheritdoc/>
    /// <remarks>Not from the pipeline: what comes from there names the nodes that differ, and they are compared with the others.</remarks>
    [Parameter]
    [ArgumentCompleter(typeof(NodeNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public override string[]? Node
    {
        get => base.Node;
        set => base.Node = value;
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        base.ProcessRecord();
        _paths.AddRange(Path);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var group = Group;
        if (Reference is not null && !group.NodeNames.Contains(Reference, StringComparer.OrdinalIgnoreCase))
        {
            ThrowTerminatingError(NodeErrorRecords.UnknownNode(Reference, group.NodeNames));
        }

        var scope = ScopedGroup();
        if (_paths.Count == 0 || scope.NodeNames.Count == 0)
        {
            return;
        }

        // The measure is one of all nodes', also when only some are to be shown.
        var all = new NodeGroupScope(group, group.NodeNames, scope.ThrottleLimit);
        Run(async (pump, token) => WriteFailures(pump, await new CsyncFileComparer(all, Settings, MaximumBytes).CompareAsync(
            [.. _paths.Distinct(StringComparer.Ordinal)],
            Reference,
            comparison =>
            {
                if ((IncludeEqual || comparison.Status != CsyncCompareStatus.Same) && scope.NodeNames.Contains(comparison.Node))
                {
                    pump.Write(comparison);
                }
            },
            path => pump.WriteError(CsyncErrorRecords.PathNotFound(path)),
            ProgressTo(pump),
            token)));
    }
}
