using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>What is left of a plan once the second look has shown what changed since it was made.</summary>
internal sealed class CsyncWork
{
    private readonly List<CsyncResolutionStep> _steps;

    private CsyncWork(string winner, List<CsyncResolutionStep> steps)
    {
        Winner = winner;
        _steps = steps;
    }

    /// <summary>The node whose versions win.</summary>
    public string Winner { get; }

    /// <summary>What is to be done, from the rows as they are now.</summary>
    public IReadOnlyList<CsyncResolutionStep> Steps => _steps;

    /// <summary>Compares the plan with what stands there now. A path that changed, or that is in conflict no more, is left alone.</summary>
    public static CsyncWork Prepare(
        CsyncResolutionPlan plan,
        IReadOnlyList<CsyncConflict> now,
        CsyncClusterState state,
        CsyncChoice choice,
        List<CsyncResolution> results,
        Action<string> warn)
    {
        var nowOf = now.ToDictionary(c => c.Path, StringComparer.Ordinal);
        var steps = new List<CsyncResolutionStep>();
        foreach (var step in plan.Steps)
        {
            var current = nowOf[step.Conflict.Path];
            if (!choice.EvenIfClean && state.DirtyNodeCount(step.Conflict.Path) == 0 && state.Failures.Count == 0)
            {
                results.Add(CsyncResolutionPlanner.Skip(step.Conflict, "it is in conflict no more"));
            }
            else if (choice.Winner is null && UnseenNode(step.Conflict, current) is { } unseen)
            {
                results.Add(CsyncResolutionPlanner.Skip(
                    step.Conflict, $"{unseen} was not looked at when the conflict was found; run Get-CsyncConflict again, for all nodes"));
            }
            else if (ChangedNode(step.Conflict, current) is { } node)
            {
                warn($"{step.Conflict.DisplayPath} changed on {node} since the conflict was found and is left alone.");
                results.Add(CsyncResolutionPlanner.Skip(step.Conflict, $"it changed on {node} since; run Get-CsyncConflict again"));
            }
            else
            {
                // Hashes are from the first look; the file was not touched since. The rows are from now.
                var (plans, skipped) = CsyncResolutionPlanner.Plan([Refresh(step.Conflict, current)], choice with { Winner = plan.Winner });
                results.AddRange(skipped);
                steps.AddRange(plans.SelectMany(p => p.Steps));
            }
        }

        return new CsyncWork(plan.Winner, steps);
    }

    /// <summary>Takes steps out.</summary>
    public void Drop(Predicate<CsyncResolutionStep> which, Action<CsyncResolutionStep> dropped)
    {
        foreach (var step in _steps.FindAll(which))
        {
            dropped(step);
        }

        _steps.RemoveAll(which);
    }

    private static string? ChangedNode(CsyncConflict before, CsyncConflict now) =>
        before.Versions.FirstOrDefault(old =>
            now.Versions.FirstOrDefault(v => v.Node == old.Node) is { } current && !current.IsSameStateAs(old))?.Node;

    /// <summary>A node whose version or change the choice of the winner did not know.</summary>
    private static string? UnseenNode(CsyncConflict before, CsyncConflict now) =>
        now.Versions.FirstOrDefault(v =>
            (v.Exists || v.DirtyTowards.Count > 0) && !before.Versions.Any(old => old.Node == v.Node))?.Node;

    private static CsyncConflict Refresh(CsyncConflict before, CsyncConflict now) => before with
    {
        Versions =
        [
            .. before.Versions
                .Select(old => (Old: old, Now: now.Versions.FirstOrDefault(v => v.Node == old.Node)))
                .Where(p => p.Now is not null)
                .Select(p => p.Old.DirtyTowards.SequenceEqual(p.Now!.DirtyTowards) ? p.Old : p.Old with { DirtyTowards = p.Now.DirtyTowards }),

            // A node that did not answer before has a version too, which nobody compared: it is kept when it loses.
            .. now.Versions.Where(v => !before.Versions.Any(old => old.Node == v.Node)),
        ],
    };
}
