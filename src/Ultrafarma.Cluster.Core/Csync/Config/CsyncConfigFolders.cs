using System.Buffers;

namespace Ultrafarma.Cluster.Csync;

/// <summary>The folders on a node that its config needs.</summary>
internal sealed class CsyncConfigFolders
{
    private static readonly SearchValues<char> Wildcards = SearchValues.Create(@"*?[\");
    private readonly CsyncPrefixes _prefixes;

    /// <param name="config">The config.</param>
    /// <param name="host">The machine's own name, which the prefixes depend on.</param>
    public CsyncConfigFolders(CsyncConfig config, string host) => _prefixes = CsyncPrefixes.Parse(
        string.Join('\n', config.Files.Select(f => Nodes.PathText.FromBytes(f.Content.Span))), host);

    /// <summary>The real path of an include; null when it is only a name, or its prefix is not known there.</summary>
    public string? PathOf(string pattern)
    {
        try
        {
            return _prefixes.ToRealPath(pattern) is ['/', ..] path ? path : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>The folder that has to be there before the first file of an include can come; null when nothing is to be there.</summary>
    public string? ParentOf(string pattern)
    {
        var path = PathOf(pattern);
        var wildcard = path.AsSpan().IndexOfAny(Wildcards);
        var end = wildcard < 0 ? path?.LastIndexOf('/') : path![..wildcard].LastIndexOf('/');
        return end > 0 ? path![..end.Value] : null;
    }

    /// <summary>True when a path lies in one of the includes, so that csync2 brings it along.</summary>
    public bool IsIncluded(CsyncGroup group, string path) => group.Includes.Any(i => PathOf(i.Pattern) is { } folder && Contains(folder, path));

    /// <summary>True when nothing of a path that is included is synced after all.</summary>
    public bool IsExcluded(CsyncGroup group, string path) => group.Excludes.Any(e => PathOf(e.Pattern) is { } folder && Contains(folder, path));

    private static bool Contains(string folder, string path) =>
        path == folder || path.StartsWith(folder == "/" ? "/" : folder + "/", StringComparison.Ordinal);
}
