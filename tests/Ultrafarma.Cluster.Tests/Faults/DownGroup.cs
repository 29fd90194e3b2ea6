using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Tests.Faults;

/// <summary>Some nodes refuse to be reached, but not before all of them are being tried: in a row that would never be.</summary>
internal sealed class DownGroup(FakeCluster cluster, string[] down) : INodeGroup
{
    private readonly TaskCompletionSource[] _rounds = [.. Enumerable.Range(0, 2).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];
    private readonly int[] _attempts = new int[down.Length];
    private readonly Dictionary<string, INodeShell> _shells = [];

    public IReadOnlyList<string> NodeNames => cluster.NodeNames;

    public IReadOnlyList<string> KnownNames => NodeNames;

    public int ThrottleLimit => 16;

    public IReadOnlyList<int> Attempts => _attempts;

    public INodeShell this[string nodeName]
    {
        get
        {
            lock (_shells)
            {
                var index = Array.IndexOf(down, nodeName);
                if (index < 0)
                {
                    return ((INodeGroup)cluster)[nodeName];
                }

                if (!_shells.TryGetValue(nodeName, out var shell))
                {
                    _shells[nodeName] = shell = new ReconnectingShell(nodeName, async token =>
                    {
                        var round = Interlocked.Increment(ref _attempts[index]);
                        if (_attempts.All(a => a >= round))
                        {
                            _rounds[round - 1].TrySetResult();
                        }

                        await _rounds[round - 1].Task.WaitAsync(TimeSpan.FromSeconds(60), token);
                        throw new NodeException(NodeErrorKind.Unreachable, nodeName, "nothing answers");
                    });
                }

                return shell;
            }
        }
    }
}
