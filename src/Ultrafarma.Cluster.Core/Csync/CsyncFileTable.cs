namespace Ultrafarma.Cluster.Csync;

/// <summary>What every node holds at some paths. Hashes and csync2's records are fetched only where they decide something.</summary>
internal sealed class CsyncFileTable
{
    private readonly CsyncClusterState _state;
    private readonly Dictionary<string, CsyncFileVersion[]> _versions;
    private readonly Dictionary<string, Dictionary<string, CsyncRecord>> _records = new(StringComparer.OrdinalIgnoreCase);

    public CsyncFileTable(
        CsyncClusterState state,
        IReadOnlyList<string> paths,
        Dictionary<string, Dictionary<string, CsyncFileVersion?>> factsOfNode)
    {
        _state = state;
        var nodes = state.Answering.Where(factsOfNode.ContainsKey).ToArray();
        _versions = paths.ToDictionary(
            path => path,
            path => Array.ConvertAll(nodes, node => VersionAt(node, path, factsOfNode[node][path])),
            StringComparer.Ordinal);
    }

    /// <summary>Hashes regular files, but none whose size already tells it apart from all others.</summary>
    public async Task AddHashesAsync(CancellationToken cancellationToken)
    {
        var needed = _versions.Where(p => Array.Exists(p.Value, v => NeedsHash(v, p.Value))).Select(p => p.Key).ToList();
        if (needed.Count == 0)
        {
            return;
        }

        var answers = await _state.AskAsync(
            async (shell, token) =>
            {
                var real = needed
                    .Where(path => Array.Exists(_versions[path], v => v.Node == shell.NodeName && NeedsHash(v, _versions[path])))
                    .ToDictionary(path => path, path => _state.RealPath(shell.NodeName, path), StringComparer.Ordinal);
                var hashes = real.Count == 0 ? [] : await _state.Reader.ReadHashesAsync(shell, real.Values, token);
                return real.ToDictionary(p => p.Key, p => hashes.GetValueOrDefault(p.Value), StringComparer.Ordinal);
            },
            cancellationToken);
        foreach (var path in needed)
        {
            var versions = _versions[path];
            for (var i = 0; i < versions.Length; i++)
            {
                if (answers.TryGetValue(versions[i].Node, out var hashes))
                {
                    versions[i] = versions[i] with { Sha256 = hashes.GetValueOrDefault(path) };
                }
            }
        }
    }

    /// <summary>Fetches csync2's own records for the paths where they tell a stale row from a conflict.</summary>
    public async Task AddRecordsAsync(CancellationToken cancellationToken)
    {
        var needed = _versions.Where(p => CsyncConflictClassifier.FindDescendant(p.Value) is not null).Select(p => p.Key).ToList();
        if (needed.Count == 0)
        {
            return;
        }

        var answers = await _state.AskAsync(
            (shell, token) => _state.Reader.ReadRecordsAsync(shell, needed, token), cancellationToken);
        foreach (var (node, records) in answers)
        {
            if (records is not null)
            {
                _records[node] = records;
            }
        }
    }

    public IReadOnlyList<CsyncFileVersion> VersionsOf(string path) => _versions[path];

    public IReadOnlyList<CsyncConflict> ToConflicts(IReadOnlyList<string> paths, bool complete)
    {
        IReadOnlyList<string> missing = [.. _state.Group.NodeNames.Except(_state.Answering, StringComparer.OrdinalIgnoreCase)];
        return [.. paths.Select(path => ToConflict(path, complete, missing))];
    }

    private CsyncConflict ToConflict(string path, bool complete, IReadOnlyList<string> missing)
    {
        var versions = _versions[path];
        var strangers = _state.StrangersOf(path);
        var everybodyAnswered = complete && strangers.Count == 0 && versions.Length == _state.Group.NodeNames.Count;
        var (kind, descendant) = CsyncConflictClassifier.Classify(versions, everybodyAnswered, v => IsUntouched(path, v));
        return new CsyncConflict
        {
            Path = path,
            Kind = kind,
            Versions = versions,
            Descendant = descendant,
            MissingNodes = strangers.Count == 0 ? missing : [.. missing, .. strangers],
        };
    }

    private CsyncFileVersion VersionAt(string node, string path, CsyncFileVersion? found)
    {
        var version = found ?? new CsyncFileVersion { Node = node, Type = CsyncFileType.Absent };
        return version with { DirtyTowards = _state.DirtyTowards(node, path) };
    }

    private static bool NeedsHash(CsyncFileVersion version, CsyncFileVersion[] all) =>
        version.Type == CsyncFileType.File
        && Array.Exists(all, v => v.Node != version.Node && v.Type == CsyncFileType.File && v.SizeBytes == version.SizeBytes);

    private bool IsUntouched(string path, CsyncFileVersion version) =>
        _records.TryGetValue(version.Node, out var records)
        && (records.TryGetValue(path, out var record) ? record.Describes(version) : !version.Exists);
}
