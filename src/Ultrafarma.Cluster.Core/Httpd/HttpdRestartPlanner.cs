using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>Looks, before any Apache is restarted, whether each would start again with the config that it has.</summary>
/// <param name="settings">Where Apache is on the nodes.</param>
internal sealed class HttpdRestartPlanner(HttpdSettings settings)
{
    private readonly HttpdConfigTester _tester = new(settings);
    private readonly HttpdConfigReader _reader = new(settings);

    /// <summary>Looks at all nodes of a group. One that cannot be asked has a step that says why.</summary>
    public async Task<IReadOnlyList<HttpdRestartStep>> PlanAsync(INodeGroup group, CancellationToken cancellationToken)
    {
        var results = await group.AskAsync(group.NodeNames, LookAsync, cancellationToken);
        return [.. results.Select(r => r.Value ?? new HttpdRestartStep { Node = r.NodeName, Error = r.Error })];
    }

    private async Task<HttpdRestartStep> LookAsync(INodeShell shell, CancellationToken cancellationToken)
    {
        var test = await _tester.TestAsync(shell, cancellationToken);
        if (!test.Ok)
        {
            return new HttpdRestartStep { Node = shell.NodeName, Problem = test.Problems.First(p => p.IsError) };
        }

        var config = await _reader.ReadAsync(shell, cancellationToken);
        return new HttpdRestartStep { Node = shell.NodeName, Ports = config.Ports() };
    }
}
