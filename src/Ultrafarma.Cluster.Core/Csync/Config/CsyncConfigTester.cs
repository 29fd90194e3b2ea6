using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Has csync2 check its config on nodes, and looks at what it lets pass. It changes nothing there.</summary>
/// <param name="settings">Where csync2 is on the nodes.</param>
internal sealed class CsyncConfigTester(CsyncSettings settings)
{
    private readonly CsyncConfigProbe _probe = new(settings);

    /// <summary>Tests the configs of nodes, each and against each other.</summary>
    /// <param name="group">The nodes.</param>
    /// <param name="nodes">The names of those that are asked.</param>
    /// <param name="other">A main file to look at in place of each node's own; null means its own.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<CsyncConfigTest> TestAsync(
        INodeGroup group, IReadOnlyList<string> nodes, CsyncConfigFile? other, CancellationToken cancellationToken)
    {
        var results = await group.AskAsync(nodes, (shell, ending) => _probe.LookAsync(shell, other, ending), cancellationToken);
        var looks = results.Select(r => r.Value).OfType<CsyncNodeLook>().ToList();
        return new CsyncConfigTest(
            [.. looks.Select(l => l.Node)],
            [.. looks.SelectMany(l => new CsyncConfigCheck(l).Findings()), .. new CsyncConfigComparison(looks, group.KnownNames).Findings()],
            [.. results.Select(r => r.Error).OfType<NodeException>()]);
    }
}
