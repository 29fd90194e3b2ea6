using System.Diagnostics;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>
/// Has many files uploaded to one node while no csync2 runs anywhere by itself. What other nodes still owe each other is delivered
/// first: a node that owes a file to a third one refuses it from everybody, although nobody changed it there.
/// </summary>
public sealed class CsyncUploader
{
    // Somebody uploads by hand.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    private readonly INodeGroup _group;
    private readonly CsyncSettings _settings;
    private readonly CsyncSynchronizer _synchronizer;
    private readonly IProgress<OperationProgress>? _progress;

    /// <summary>Creates the uploader.</summary>
    /// <param name="group">All nodes of the cluster.</param>
    /// <param name="settings">Where csync2 is on them.</param>
    /// <param name="run">How this run is known to others.</param>
    /// <param name="progress">Told of each step, or null.</param>
    public CsyncUploader(INodeGroup group, CsyncSettings settings, CsyncRunOptions run, IProgress<OperationProgress>? progress)
    {
        _group = group;
        _settings = settings;
        _progress = progress;
        _synchronizer = new CsyncSynchronizer(group, settings, run with { HoldLimit = Longest, Action = "upload" }, progress);
    }

    /// <summary>Holds the schedules, delivers what is owed, lets the upload run, pushes it, and looks at every node.</summary>
    /// <param name="node">The node that is uploaded to.</param>
    /// <param name="upload">The upload. When it throws, nothing is pushed.</param>
    /// <param name="failed">Told of a node where nothing could be done.</param>
    /// <param name="owed">Told of what a node could not deliver before the upload.</param>
    /// <param name="cancellationToken">Ends the run; the schedules are put back.</param>
    /// <returns>What became of it; null when the node itself could not push, which <paramref name="failed"/> was told.</returns>
    /// <exception cref="NodeException">Somebody else runs csync2, or the node that is uploaded to cannot be reached.</exception>
    public async Task<CsyncUploadReport?> RunAsync(
        string node,
        Func<CancellationToken, Task> upload,
        Action<string, Exception> failed,
        Action<CsyncSyncReport> owed,
        CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        await using var hold = await _synchronizer.HoldAsync(cancellationToken);
        foreach (var absent in hold.Absent)
        {
            if (absent.NodeName.Equals(node, StringComparison.OrdinalIgnoreCase))
            {
                throw absent;
            }

            failed(absent.NodeName, absent);
        }

        var isReady = true;
        await _synchronizer.RunHeldAsync(
            hold,
            hold.Nodes,
            CsyncScope.All,
            report => TellOfOwed(report, owed),
            (name, error) =>
            {
                isReady &= !name.Equals(node, StringComparison.OrdinalIgnoreCase);
                failed(name, error);
            },
            cancellationToken);
        if (!isReady)
        {
            return null;
        }

        hold.ThrowIfLost();
        Report("The upload runs", 30);
        var uploading = Stopwatch.StartNew();
        await upload(cancellationToken);
        var uploadDuration = uploading.Elapsed;

        // A person may have taken an hour; whether all was quiet meanwhile is known only now.
        hold.ThrowIfLost();
        CsyncSyncReport? push = null;
        await _synchronizer.RunHeldAsync(hold, [node], CsyncScope.All, report => push = report, failed, cancellationToken);
        if (push is null)
        {
            return null;
        }

        var (conflicts, different) = await LookAsync(hold.Nodes, push, failed, cancellationToken);
        return new CsyncUploadReport
        {
            Node = node,
            Push = push,
            Conflicts = conflicts,
            Different = different,
            AbsentNodes = [.. hold.Absent.Select(a => a.NodeName)],
            UploadDuration = uploadDuration,
            Duration = watch.Elapsed,
        };
    }

    private static void TellOfOwed(CsyncSyncReport report, Action<CsyncSyncReport> owed)
    {
        if (report.Refused > 0)
        {
            owed(report);
        }
    }

    private async Task<(IReadOnlyList<CsyncConflict> Conflicts, IReadOnlyList<CsyncConflict> Different)> LookAsync(
        IReadOnlyList<string> nodes, CsyncSyncReport push, Action<string, Exception> failed, CancellationToken cancellationToken)
    {
        Report("Looking at every node", 80);
        var finder = new CsyncConflictFinder(new NodeGroupScope(_group, nodes, _group.ThrottleLimit), _settings);
        var found = await finder.FindAsync(wanted: null, progress: null, cancellationToken);
        foreach (var failure in found.Failures)
        {
            failed(failure.NodeName, failure);
        }

        List<string> pushed = [.. push.Deliveries.Select(d => d.Path).Distinct(StringComparer.Ordinal)];
        if (pushed.Count == 0 || nodes.Count == 1)
        {
            return (found.Conflicts, []);
        }

        var (looked, _) = await finder.LookAtAsync(pushed, hashes: true, progress: null, cancellationToken);
        var known = found.Conflicts.Select(c => c.Path).ToHashSet(StringComparer.Ordinal);
        return (found.Conflicts, [.. looked.Where(c => c.Kind != CsyncConflictKind.Identical && !known.Contains(c.Path))]);
    }

    private void Report(string status, int percent) => _progress?.Report(new OperationProgress("Uploading", status, percent));
}
