using System.Collections.Concurrent;
using System.Diagnostics;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Tests whether the nodes hold the same: csync2 looks for changes on each, then its databases and the files are compared.</summary>
/// <remarks>
/// The databases are read and compared here, since csync2 -T names differences that are none for names such as "a b" and "a!b".
/// </remarks>
public sealed class CsyncSyncTester
{
    private readonly INodeGroup _group;
    private readonly CsyncSettings _settings;
    private readonly IProgress<OperationProgress>? _progress;

    /// <summary>Creates the tester.</summary>
    /// <param name="group">The nodes.</param>
    /// <param name="settings">Where csync2 is on them.</param>
    /// <param name="progress">Told of each step, or null.</param>
    public CsyncSyncTester(INodeGroup group, CsyncSettings settings, IProgress<OperationProgress>? progress)
    {
        _group = group;
        _settings = settings;
        _progress = progress;
    }

    /// <summary>Tests. Nothing changes on a node but csync2's marks for what it finds changed.</summary>
    /// <param name="wanted">Says which paths are of interest; all when null.</param>
    /// <param name="content">Hashes every file.</param>
    /// <param name="cancellationToken">Ends the test.</param>
    public async Task<(CsyncSyncTest Test, IReadOnlyList<NodeException> Failures)> TestAsync(
        Func<string, bool>? wanted, bool content, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        Report($"{_group.NodeNames.Count} nodes look for changes", 0);
        var checker = new CsyncChecker(_settings);
        var checks = await _group.AskAsync(
            _group.NodeNames, (shell, token) => checker.CheckAsync(shell, CsyncScope.All, by: null, token), cancellationToken);
        var checkedNodes = new NodeGroupScope(_group, [.. checks.Where(c => c.Error is null).Select(c => c.NodeName)], _group.ThrottleLimit);

        Report("Reading csync2's databases", 30);
        var reader = new CsyncNodeReader(_settings);
        var state = await CsyncClusterState.ReadAsync(checkedNodes, reader, cancellationToken);
        var strings = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var tables = await state.AskAsync(
            (shell, token) => reader.ReadRecordTableAsync(shell, text => strings.GetOrAdd(text, text), token), cancellationToken);

        var nodes = state.Answering;
        List<string> paths = [.. tables.Values.SelectMany(t => t.Keys).Concat(state.Paths).Distinct(StringComparer.Ordinal)
            .Where(p => wanted is null || wanted(p)).Order(StringComparer.Ordinal)];
        var dirty = state.Paths.ToHashSet(StringComparer.Ordinal);
        var suspects = content ? paths : paths.FindAll(p => dirty.Contains(p) || !CsyncDifferences.Agree(Records(nodes, p)));
        var differences = suspects.Count == 0 ? [] : await CompareAsync(state, suspects, Records, cancellationToken);
        List<NodeException> failures = [.. checks.Where(c => c.Error is not null).Select(c => c.Error!), .. state.Failures];
        var test = new CsyncSyncTest
        {
            Paths = paths.Count,
            ContentCompared = content,
            Nodes = state.Answering,
            MissingNodes = [.. _group.NodeNames.Except(state.Answering, StringComparer.OrdinalIgnoreCase)],
            Differences = differences,
            Duration = watch.Elapsed,
        };
        return (test, failures);

        List<string?> Records(IReadOnlyList<string> of, string path) => [.. of.Select(n => tables[n].GetValueOrDefault(path))];
    }

    private async Task<IReadOnlyList<CsyncDifference>> CompareAsync(
        CsyncClusterState state,
        List<string> paths,
        Func<IReadOnlyList<string>, string, List<string?>> records,
        CancellationToken cancellationToken)
    {
        Report($"Looking at {paths.Count} paths on {state.Answering.Count} nodes", 50);
        var files = await state.ReadFactsAsync(paths, cancellationToken);
        Report("Comparing content", 70);
        await files.AddHashesAsync(cancellationToken);
        var found = new List<CsyncDifference>();
        var answering = state.Answering.ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var path in paths)
        {
            // A node that failed meanwhile could not be hashed, so it would differ from all.
            var versions = files.VersionsOf(path).Where(v => answering.Contains(v.Node)).ToList();
            if (versions.Count > 0 && CsyncDifferences.Of(path, versions, records([.. versions.Select(v => v.Node)], path)) is { } difference)
            {
                found.Add(difference);
            }
        }

        return found;
    }

    private void Report(string status, int percent) =>
        _progress?.Report(new OperationProgress("Testing whether the nodes are in sync", status, percent));
}
