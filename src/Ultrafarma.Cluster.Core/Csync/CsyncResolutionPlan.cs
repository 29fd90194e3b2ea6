namespace Ultrafarma.Cluster.Csync;

/// <summary>What is to be done with one winner node. Data: <c>-WhatIf</c> prints it, a run carries it out, a test asserts on it.</summary>
/// <param name="Winner">The node whose versions win.</param>
/// <param name="Steps">One a path.</param>
internal sealed record CsyncResolutionPlan(string Winner, IReadOnlyList<CsyncResolutionStep> Steps)
{
    /// <summary>The plan in a line.</summary>
    public string Summary
    {
        get
        {
            var kinds = Steps.GroupBy(s => s.Conflict.Kind).OrderBy(g => g.Key).Select(g => $"{g.Count()} {g.Key}");
            var kept = Steps.Sum(s => s.Losers.Count);
            return $"let {Winner} win for {Steps.Count} path(s) ({string.Join(", ", kinds)}), "
                + (kept == 0 ? "no other version has to be kept" : $"keep {kept} losing version(s) on their nodes")
                + ", push to all peers, verify";
        }
    }
}
