using System.Diagnostics;
using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Httpd;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>Looks at the whole cluster: all nodes and the balancer side by side, each part failing alone. It changes nothing.</summary>
/// <param name="inventory">The cluster.</param>
/// <param name="group">Its nodes.</param>
/// <param name="balancer">The balancer, or null.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class ClusterReader(ClusterInventory inventory, INodeGroup group, IHaproxyBalancer? balancer, TimeProvider clock)
{
    private readonly HttpdConfigReader _httpd = new(inventory.Httpd);
    private readonly CsyncNodeReader _csync = new(inventory.Csync);

    /// <summary>Looks.</summary>
    /// <param name="hosts">All nodes' hosts.</param>
    /// <param name="progress">Told of each node that has answered.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ClusterLook> ReadAsync(HttpdHosts hosts, IProgress<OperationProgress> progress, CancellationToken cancellationToken)
    {
        var time = clock.GetUtcNow();
        var watch = Stopwatch.StartNew();
        var done = 0;

        // A stats page is waited for by the thread that asks it.
        var asking = Task.Run(() => ReadBalancerAsync(cancellationToken), cancellationToken);
        Report();
        var nodes = await group.AskAsync(
            group.NodeNames,
            async (shell, token) =>
            {
                try
                {
                    return await ReadNodeAsync(shell, token);
                }
                finally
                {
                    Interlocked.Increment(ref done);
                    Report();
                }
            },
            cancellationToken);
        return new ClusterLook
        {
            Inventory = inventory,
            Time = time,
            Nodes = nodes,
            Balancer = await asking,
            Hosts = hosts,
            Duration = watch.Elapsed,
        };

        void Report() => progress.Report(new(
            "Looking at the cluster", $"{done} of {group.NodeNames.Count} nodes", 100 * done / Math.Max(1, group.NodeNames.Count)));
    }

    private async Task<NodeLook> ReadNodeAsync(INodeShell shell, CancellationToken cancellationToken)
    {
        var timeout = TimeSpan.FromSeconds(inventory.Ssh.CommandTimeoutSeconds);
        var latency = await NodeProbe.MeasureAsync(shell, timeout, cancellationToken);
        var httpd = TryAsync(shell, _httpd.ReadAsync(shell, cancellationToken));
        var csync = TryAsync(shell, _csync.ReadGlanceAsync(shell, path => path, cancellationToken));
        return new NodeLook(latency, await httpd, await csync);
    }

    private static async Task<NodeResult<T>> TryAsync<T>(INodeShell shell, Task<T> asking)
    {
        try
        {
            return new(shell.NodeName, await asking, null);
        }
        catch (NodeException e)
        {
            return new(shell.NodeName, default, e);
        }
    }

    private async Task<BalancerLook?> ReadBalancerAsync(CancellationToken cancellationToken)
    {
        if (balancer is null)
        {
            return null;
        }

        try
        {
            return new BalancerLook(balancer.Source, await balancer.ReadAsync(cancellationToken), null);
        }
        catch (Exception e) when (e is HaproxyException or NodeException)
        {
            // Its socket may lie behind an ssh that does not let us in.
            return new BalancerLook(balancer.Source, null, e);
        }
    }
}
