using System.Management.Automation;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Nodes;

/// <summary>
/// Tries each node's door by a connection of its own, and says what answered and what to do. One that lets nobody in is a row, not an
/// error.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "WebClusterNode")]
[OutputType(typeof(WebClusterNodeTest))]
public sealed class TestWebClusterNodeCommand : NodeScopedCommand
{
    /// <inheritdoc/>
    /// <remarks>Other cmdlets have a path in the first place; here a node is all that can be meant.</remarks>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Nodes", "Name")]
    [ArgumentCompleter(typeof(NodeNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public override string[]? Node
    {
        get => base.Node;
        set => base.Node = value;
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var group = ScopedGroup();
        var session = Slot.Current;
        Run(async (pump, token) =>
        {
            var tests = session is null ? await TestHereAsync(group, token) : await TestAsync(session, group, ProgressTo(pump), token);
            pump.WriteAll(tests);
        });
    }

    private static async Task<IReadOnlyCollection<WebClusterNodeTest>> TestHereAsync(INodeGroup group, CancellationToken cancellationToken)
    {
        var timeout = TimeSpan.FromSeconds(new SshSettings().CommandTimeoutSeconds);
        return group.NodeNames.Count == 0 ? [] : [await NodeDoorTester.TestHereAsync(group[group.NodeNames[0]], timeout, cancellationToken)];
    }

    private async Task<IReadOnlyCollection<WebClusterNodeTest>> TestAsync(
        ClusterSession session, INodeGroup group, IProgress<OperationProgress> progress, CancellationToken cancellationToken)
    {
        var tester = new NodeDoorTester(Slot.Connector, TimeSpan.FromSeconds(session.Inventory.Ssh.CommandTimeoutSeconds));
        var done = 0;
        var results = await FanOut.RunAsync(
            group.NodeNames,
            name => name,
            group.ThrottleLimit,
            async (name, token) =>
            {
                var test = await tester.TestAsync(session.RouteOf(name), token);
                var count = Interlocked.Increment(ref done);
                progress.Report(new OperationProgress("Trying to log in", $"{count} of {group.NodeNames.Count} nodes", 100 * count / group.NodeNames.Count));
                return test;
            },
            cancellationToken);
        return [.. results.Select(result => result.Value!)];
    }
}
