using System.Management.Automation;
using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Httpd;

/// <summary>Restore-HttpdConfig: puts a kept copy of a config back, on its own node or on others, the way Publish-HttpdConfig goes.</summary>
/// <remarks>What it takes is bound by property name, so that results of all cmdlets that keep a copy can be piped to it.</remarks>
[Cmdlet(VerbsData.Restore, "HttpdConfig", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(HttpdPublishResult))]
public sealed class RestoreHttpdConfigCommand : HttpdRolloutCommand
{
    private readonly List<(IReadOnlyList<string> Nodes, string Backup)> _wanted = [];

    /// <summary>The copy on its node. A piped result that has none is passed over.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? Backup { get; set; }

    /// <summary>The nodes that have the copy; each gets its own back.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Nodes")]
    [ArgumentCompleter(typeof(NodeNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public override string[]? Node
    {
        get => base.Node;
        set => base.Node = value;
    }

    /// <summary>The nodes that get it, in place of the one that has it.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NodeNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? ToNode { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (string.IsNullOrEmpty(Backup))
        {
            return;
        }

        // A line break would end the question that the node is asked.
        if (HttpdBackupName.Parse(Settings.BackupDirectory, Backup) is null || Backup.Contains('\n', StringComparison.Ordinal))
        {
            ThrowTerminatingError(HttpdErrorRecords.BackupInvalid(Backup, Settings.BackupDirectory));
        }

        base.ProcessRecord();
        _wanted.Add((Node!, Backup));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        RequireBalancerForDrain();
        if (_wanted.Count == 0)
        {
            return;
        }

        var group = ScopedGroup();
        var targets = ToNode is null ? group : ScopedGroup(ToNode);
        var backups = Chosen(group);
        if (backups.Count == 0 || targets.NodeNames.Count == 0)
        {
            return;
        }

        var reader = new HttpdBackupReader(Settings);
        var planner = new HttpdPublishPlanner(Settings, Hosts ?? new HttpdHosts([], []));
        Run(async (pump, token) =>
        {
            pump.WriteProgress(new ProgressRecord(1, "Restoring Apache's config", $"Reading from {targets.NodeNames.Count} nodes"));

            // All copies are here before any node changes, so it does not matter which ones are pruned then.
            var read = await group.AskAsync(
                [.. backups.Keys], (shell, stop) => reader.ReadAsync(shell, backups[shell.NodeName], stop), token);
            if (IsMissing(pump, read, backups))
            {
                return;
            }

            var steps = ToNode is null
                ? await PlanEachAsync(planner, group, read, token)
                : await planner.PlanAsync(targets, read[0].Value!, Force, token);
            await RolloutAsync(pump, targets, steps, "restore", token);
        });
    }

    /// <summary>The one copy that is meant on each node.</summary>
    private Dictionary<string, string> Chosen(INodeGroup group)
    {
        var chosen = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var node in group.NodeNames)
        {
            var meant = _wanted
                .Where(w => w.Nodes.Any(p => new WildcardPattern(p, WildcardOptions.IgnoreCase).IsMatch(node)))
                .Select(w => w.Backup)
                .Distinct(StringComparer.Ordinal)
                .ToList();
            if (meant.Count > 1)
            {
                ThrowTerminatingError(HttpdErrorRecords.BackupAmbiguous(node, meant));
            }

            chosen[node] = meant[0];
        }

        if (ToNode is not null && chosen.Count > 1)
        {
            ThrowTerminatingError(HttpdErrorRecords.BackupAmbiguous(
                string.Join(", ", ToNode), [.. chosen.Select(c => $"{c.Key}:{c.Value}")]));
        }

        return chosen;
    }

    /// <summary>Says which copies are not there; with -ToNode also why the only one could not be read.</summary>
    private bool IsMissing(
        PipelinePump pump, IReadOnlyList<NodeResult<HttpdPublishSource?>> read, Dictionary<string, string> backups)
    {
        var isMissing = false;
        foreach (var result in read)
        {
            if (result.Error is null && result.Value is null)
            {
                pump.WriteError(HttpdErrorRecords.BackupNotFound(result.NodeName, backups[result.NodeName]));
                isMissing = true;
            }
            else if (result.Error is not null && ToNode is not null)
            {
                pump.WriteError(result.Error.ToErrorRecord());
                isMissing = true;
            }
        }

        return isMissing;
    }

    /// <summary>Plans each node with its own copy; one whose copy could not be read counts as a node that failed.</summary>
    private async Task<IReadOnlyList<HttpdPublishStep>> PlanEachAsync(
        HttpdPublishPlanner planner, INodeGroup group, IReadOnlyList<NodeResult<HttpdPublishSource?>> read, CancellationToken cancellationToken)
    {
        var sources = read.Where(r => r.Value is not null).ToDictionary(r => r.NodeName, r => r.Value!, StringComparer.OrdinalIgnoreCase);
        var reached = new NodeGroupScope(group, [.. sources.Keys], group.ThrottleLimit);
        var steps = await planner.PlanAsync(reached, node => sources[node], Force, cancellationToken);
        var unread = read.Where(r => r.Error is not null)
            .Select(r => new HttpdPublishStep { Node = r.NodeName, Action = HttpdChangeAction.NotReached, Error = r.Error });
        return [.. unread, .. steps];
    }
}
