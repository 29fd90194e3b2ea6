using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Haproxy;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>Adds to a look at the cluster what only a report tells. All is asked side by side, each part failing alone; nothing is changed.</summary>
/// <param name="inventory">The cluster.</param>
/// <param name="group">All its nodes.</param>
/// <param name="balancer">The balancer, or null.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class ClusterReporter(ClusterInventory inventory, INodeGroup group, IHaproxyBalancer? balancer, TimeProvider clock)
{
    private const string Activity = "Reporting on the cluster";

    /// <summary>Asks.</summary>
    /// <param name="look">The look that came before.</param>
    /// <param name="nodes">The nodes that the report is about.</param>
    /// <param name="sample">How the balancer's traffic is measured.</param>
    /// <param name="progress">Told of each interval.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ClusterReport> ReadAsync(
        ClusterLook look, IReadOnlyList<string> nodes, ReportSample sample, IProgress<OperationProgress> progress, CancellationToken cancellationToken)
    {
        var chosen = look.Nodes.Where(n => nodes.Contains(n.NodeName, StringComparer.OrdinalIgnoreCase)).ToList();
        progress.Report(new(Activity, "Asking Apache and csync2"));

        // A stats page is waited for by the thread that asks it.
        var measuring = Task.Run(() => MeasureAsync(look, sample, progress, cancellationToken), cancellationToken);
        var checking = new ClusterChecker(inventory, group).CheckAsync(look, [.. chosen.Select(n => n.NodeName)], cancellationToken);
        var reading = group.AskAsync([.. chosen.Where(n => n.Value is not null).Select(n => n.NodeName)], new CsyncScheduleReader(inventory.Csync).ReadAsync, cancellationToken);
        var finding = FindAsync(look, cancellationToken);
        await Task.WhenAll(measuring, checking, reading, finding);
        return new ClusterReport
        {
            Look = look,
            Nodes = [.. chosen.Select(n => n.NodeName)],
            Checks = await checking,
            Conflicts = await finding,
            Schedules = await reading,
            Traffic = await measuring,
        };
    }

    // A node that did not answer the look is asked again: without it nobody can say of what kind a conflict is.
    private async Task<CsyncFindings> FindAsync(ClusterLook look, CancellationToken cancellationToken) =>
        ClusterNodes.DirtyNodeCounts(look).Values.Any(count => count > 1)
            ? await new CsyncConflictFinder(group, inventory.Csync).FindAsync(null, null, cancellationToken)
            : new CsyncFindings([], []);

    private async Task<ReportTraffic?> MeasureAsync(
        ClusterLook look, ReportSample sample, IProgress<OperationProgress> progress, CancellationToken cancellationToken)
    {
        if (balancer is null || look.Balancer?.Snapshot is null || sample.Count == 0)
        {
            return null;
        }

        var (measured, missed, done) = (new List<HaproxyTraffic>(), 0, 0);
        Report();
        try
        {
            await new HaproxyTrafficMeter(balancer, clock).RunAsync(
                sample.Interval,
                sample.Count,
                _ => true,
                measurements =>
                {
                    measured.AddRange(measurements);
                    done++;
                    Report();
                },
                _ => missed++,
                cancellationToken);
        }
        catch (Exception e) when (e is HaproxyException or NodeException)
        {
            return new ReportTraffic(measured, missed, e.Message);
        }

        return new ReportTraffic(measured, missed, null);

        void Report() => progress.Report(new(Activity, $"Measuring traffic: {done} of {sample.Count} intervals", 100 * done / sample.Count));
    }
}
