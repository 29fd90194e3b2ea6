namespace Ultrafarma.Cluster.Nodes;

/// <summary>The nodes on which a command gave the same.</summary>
/// <param name="Key">Is of no other group, whichever run it comes from.</param>
/// <param name="Nodes">Their names.</param>
internal sealed record AlikeNodes(string Key, IReadOnlyList<string> Nodes)
{
    /// <summary>Puts equal results side by side: those of most nodes first, and what only few have last, where it is seen. Pure.</summary>
    /// <param name="results">A command's results, of one run.</param>
    /// <param name="order">The nodes' names in the order that they are to stand in.</param>
    /// <param name="run">What no other run is called.</param>
    public static IReadOnlyList<NodeCommandResult> Gather(
        IEnumerable<NodeCommandResult> results, IReadOnlyList<string> order, string run)
    {
        var places = order.Select((name, place) => (name, place)).ToDictionary(n => n.name, n => n.place, StringComparer.OrdinalIgnoreCase);
        return
        [
            .. results
                .OrderBy(r => places[r.Node])
                .GroupBy(r => (r.ExitCode, r.Output, r.Error, r.IsCut))
                .OrderByDescending(g => g.Count())
                .SelectMany((group, number) =>
                {
                    var alike = new AlikeNodes($"{run}/{number}", [.. group.Select(r => r.Node)]);
                    return group.Select(r => r with { Alike = alike });
                }),
        ];
    }
}
