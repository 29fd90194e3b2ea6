using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Finds conflicts: joins the dirty rows of all nodes and compares the files there. It changes nothing on any node.</summary>
public sealed class CsyncConflictFinder
{
    private readonly INodeGroup _group;
    private readonly CsyncNodeReader _reader;

    /// <summary>Creates the finder.</summary>
    public CsyncConflictFinder(INodeGroup group, CsyncSettings settings)
    {
        _group = group;
        _reader = new CsyncNodeReader(settings);
    }

    /// <summary>Looks for conflicts.</summary>
    /// <param name="wanted">Says which paths are of interest; all when null.</param>
    /// <param name="progress">Told of each step, or null.</param>
    /// <param name="cancellationToken">Cancels the look.</param>
    public async Task<CsyncFindings> FindAsync(
        Func<string, bool>? wanted, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        Report(progress, "Reading dirty rows", 0);
        var state = await CsyncClusterState.ReadAsync(_group, _reader, cancellationToken);
        var candidates = state.Paths
            .Where(path => (_group.NodeNames.Count == 1 || state.DirtyNodeCount(path) > 1) && (wanted is null || wanted(path)))
            .ToList();
        var conflicts = candidates.Count == 0
            ? []
            : await InspectAsync(state, candidates, progress, cancellationToken);
        return new CsyncFindings(conflicts, state.Failures);
    }

    /// <summary>Looks at given paths only, whether or not they are in conflict any more.</summary>
    internal async Task<(IReadOnlyList<CsyncConflict> Conflicts, CsyncClusterState State)> LookAtAsync(
        IReadOnlyList<string> paths, bool hashes, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var state = await CsyncClusterState.ReadAsync(_group, _reader, cancellationToken);
        return (await InspectAsync(state, paths, progress, cancellationToken, hashes), state);
    }

    private async Task<IReadOnlyList<CsyncConflict>> InspectAsync(
        CsyncClusterState state,
        IReadOnlyList<string> paths,
        IProgress<OperationProgress>? progress,
        CancellationToken cancellationToken,
        bool hashes = true)
    {
        Report(progress, $"Looking at {paths.Count} paths on {state.Answering.Count} nodes", 20);
        var files = await state.ReadFactsAsync(paths, cancellationToken);
        if (hashes)
        {
            Report(progress, "Comparing content", 50);
            await files.AddHashesAsync(cancellationToken);
        }

        await files.AddRecordsAsync(cancellationToken);
        Report(progress, "Done", 100);

        // One node alone cannot tell a conflict from a change that only waits to be delivered.
        var complete = state.Failures.Count == 0 && _group.NodeNames.Count > 1;
        return files.ToConflicts(paths, complete);
    }

    private static void Report(IProgress<OperationProgress>? progress, string status, int percent) =>
        progress?.Report(new OperationProgress("Looking for csync2 conflicts", status, percent));
}
