using System.Management.Automation;
using Ultrafarma.Cluster.Csync;

namespace Ultrafarma.Cluster.Commands.Csync;

/// <summary>A cmdlet that changes schedules that are there, of all kinds or of those that are named. A piped schedule stands for its own kind.</summary>
public abstract class CsyncScheduleKindCommand : CsyncScheduleChangeCommand
{
    private readonly List<(IReadOnlyList<WildcardPattern> Nodes, CsyncScheduleKind[] Kinds)> _chosen = [];

    /// <summary>Only schedules that do this.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public CsyncScheduleKind[]? Kind { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        base.ProcessRecord();
        _chosen.Add((
            [.. (Node ?? ["*"]).Select(n => new WildcardPattern(n, WildcardOptions.IgnoreCase))],
            Kind ?? [CsyncScheduleKind.Sync, CsyncScheduleKind.Resolve]));
    }

    /// <summary>Whether a kind is to be changed on a node.</summary>
    private protected bool IsChosen(string node, CsyncScheduleKind kind) =>
        _chosen.Any(c => c.Kinds.Contains(kind) && c.Nodes.Any(n => n.IsMatch(node)));
}
