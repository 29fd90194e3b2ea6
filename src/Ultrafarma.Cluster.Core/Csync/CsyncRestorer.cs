using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Brings a version that lost back as the winner.</summary>
public sealed class CsyncRestorer
{
    private readonly INodeGroup _group;
    private readonly CsyncSettings _settings;
    private readonly CsyncResolver _resolver;
    private readonly CsyncRunOptions _run;

    /// <summary>Creates the restorer; parameters as for <see cref="CsyncResolver"/>.</summary>
    public CsyncRestorer(
        INodeGroup group, CsyncSettings settings, CsyncRunOptions run, IProgress<OperationProgress>? progress, Action<string> warn)
    {
        _group = group;
        _settings = settings;
        _run = run;
        _resolver = new CsyncResolver(group, settings, run, progress, warn);
    }

    /// <summary>The folder on each node that holds what this run overwrites.</summary>
    public string BackupDirectory => _resolver.BackupDirectory;

    /// <summary>Puts the kept versions into place on the node and makes them win everywhere.</summary>
    /// <param name="node">The node that holds the kept versions.</param>
    /// <param name="wanted">The path as csync2 names it, and the kept copy; null when the path was absent there.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <exception cref="NodeException">The node cannot be reached, or a kept copy is gone.</exception>
    public async Task<IReadOnlyList<CsyncResolution>> RestoreAsync(
        string node, IReadOnlyDictionary<string, string?> wanted, CancellationToken cancellationToken)
    {
        var paths = wanted.Keys.ToList();
        await using (var hold = await CsyncScheduleHold.AcquireAsync(_group, _settings, _run, cancellationToken))
        {
            hold.ThrowIfRunning();
            var pusher = new CsyncPusher(_settings);
            var shell = _group[node];
            var (now, state) = await new CsyncConflictFinder(_group, _settings).LookAtAsync(paths, false, null, cancellationToken);

            // Of a node that does not tell what stands there nothing could be kept, and what stands there would be lost.
            if (state.Failures.FirstOrDefault(f => f.NodeName.Equals(node, StringComparison.OrdinalIgnoreCase)) is { } failure)
            {
                throw failure;
            }

            var present = now.Where(c => c.Versions.Any(v => v.Node == node && v.Exists)).Select(c => state.RealPath(node, c.Path));
            await pusher.KeepAsync(shell, BackupDirectory, present, cancellationToken);
            await pusher.PlaceAsync(shell, wanted.Select(w => (w.Value, state.RealPath(node, w.Key))), cancellationToken);
        }

        var (changed, _) = await new CsyncConflictFinder(_group, _settings).LookAtAsync(paths, true, null, cancellationToken);
        var choice = new CsyncChoice(node, CsyncWinnerPolicy.SafeOnly, EvenIfClean: true);
        return await _resolver.ResolveAsync(changed, choice, (_, _) => Task.FromResult(true), cancellationToken);
    }
}
