using System.Globalization;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Compares files between nodes, line by line where they have lines. It changes nothing.</summary>
public sealed class CsyncFileComparer
{
    private static readonly TimeSpan Reading = TimeSpan.FromMinutes(2);
    private readonly INodeGroup _group;
    private readonly CsyncNodeReader _reader;
    private readonly CsyncScript _script;
    private readonly long _largest;

    /// <summary>Creates the comparer.</summary>
    /// <param name="group">The nodes.</param>
    /// <param name="settings">Where csync2 is on them.</param>
    /// <param name="largest">The size in bytes up to which files are read.</param>
    public CsyncFileComparer(INodeGroup group, CsyncSettings settings, long largest)
    {
        _group = group;
        _reader = new CsyncNodeReader(settings);
        _script = new CsyncScript(settings);
        _largest = largest;
    }

    /// <summary>Compares.</summary>
    /// <param name="paths">The paths as csync2 names them.</param>
    /// <param name="reference">The node that the others are compared with; for each path what most nodes have when null.</param>
    /// <param name="done">Told of each comparison; the reference itself is none.</param>
    /// <param name="absent">Told of a path that is on no node.</param>
    /// <param name="progress">Told of each path, or null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The nodes that could not be asked.</returns>
    public async Task<IReadOnlyList<NodeException>> CompareAsync(
        IReadOnlyList<string> paths,
        string? reference,
        Action<CsyncFileComparison> done,
        Action<string> absent,
        IProgress<OperationProgress>? progress,
        CancellationToken cancellationToken)
    {
        const string Activity = "Comparing files";
        progress?.Report(new OperationProgress(Activity, $"Looking at {paths.Count} paths", 0));
        var state = await CsyncClusterState.ReadAsync(_group, _reader, cancellationToken);
        var files = await state.ReadFactsAsync(paths, cancellationToken);
        await files.AddHashesAsync(cancellationToken);
        for (var i = 0; i < paths.Count; i++)
        {
            var path = paths[i];
            progress?.Report(new OperationProgress(Activity, PathText.Display(path), 20 + (80 * i / paths.Count)));
            var answering = state.Answering;
            var versions = files.VersionsOf(path).Where(v => answering.Contains(v.Node)).ToList();
            if (versions.Count > 0 && versions.TrueForAll(v => !v.Exists))
            {
                absent(path);
                continue;
            }

            var measure = reference is null && versions.Count > 0
                ? CsyncDifferences.Usual(versions)
                : versions.Find(v => v.Node.Equals(reference, StringComparison.OrdinalIgnoreCase));
            if (measure is not null)
            {
                await CompareAsync(state, path, measure, versions, done, cancellationToken);
            }
        }

        return state.Failures;
    }

    private async Task CompareAsync(
        CsyncClusterState state,
        string path,
        CsyncFileVersion measure,
        List<CsyncFileVersion> versions,
        Action<CsyncFileComparison> done,
        CancellationToken cancellationToken)
    {
        var others = versions.FindAll(v => v.Node != measure.Node);
        List<string> read = [.. others.Where(v => HasLinesAgainst(measure, v)).Select(v => v.Node)];
        if (read.Count > 0)
        {
            read.Add(measure.Node);
        }

        var contents = await state.AskAsync(
            (shell, token) => read.Contains(shell.NodeName) ? ReadAsync(shell, state.RealPath(shell.NodeName, path), token) : Task.FromResult<ReadOnlyMemory<byte>>(default),
            cancellationToken);
        foreach (var version in others.Where(v => contents.ContainsKey(v.Node) && contents.ContainsKey(measure.Node)))
        {
            done(CsyncFileComparing.Compare(path, measure, contents[measure.Node], version, contents[version.Node], _largest));
        }
    }

    private bool HasLinesAgainst(CsyncFileVersion measure, CsyncFileVersion version) =>
        !version.HasContentOf(measure) && IsReadable(version) && IsReadable(measure);

    private bool IsReadable(CsyncFileVersion version) => version.Type == CsyncFileType.File && version.SizeBytes <= _largest;

    private async Task<ReadOnlyMemory<byte>> ReadAsync(INodeShell shell, string realPath, CancellationToken cancellationToken)
    {
        var command = _script.Make("content", (_largest + 1).ToString(CultureInfo.InvariantCulture)) with
        {
            Input = CsyncNodeReader.NulSeparated([realPath]),
            Timeout = Reading,
        };
        return (await shell.RunCheckedAsync(command, "reading a file", cancellationToken)).Output;
    }
}
