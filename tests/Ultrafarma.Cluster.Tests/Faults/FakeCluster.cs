using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Tests.Faults;

/// <summary>
/// Nodes in memory that carry out our scripts as the real ones do with a real csync2: rows, records, refusals, force. What
/// is true of csync2 itself is tested in the lab; here every step can be made to fail.
/// </summary>
internal sealed class FakeCluster : INodeGroup
{
    private readonly Dictionary<string, FakeNode> _nodes;
    private readonly Dictionary<string, FaultyShell> _shells;

    public FakeCluster(params string[] names)
    {
        NodeNames = names;
        _nodes = names.ToDictionary(n => n, n => new FakeNode(this, n));
        _shells = names.ToDictionary(n => n, n => new FaultyShell(new FakeNodeShell(_nodes[n])));
    }

    public IReadOnlyList<string> NodeNames { get; }

    public IReadOnlyList<string> KnownNames => NodeNames;

    public int ThrottleLimit => 16;

    public CsyncSettings Settings { get; } = new() { PushTimeoutSeconds = 5 };

    public IEnumerable<FakeNode> Nodes => _nodes.Values;

    /// <summary>Every change takes one tick.</summary>
    public long Clock { get; set; } = 1_782_910_000;

    INodeShell INodeGroup.this[string nodeName] => _shells[nodeName];

    public FakeNode Node(string name) => _nodes[name];

    public FaultyShell Shell(string name) => _shells[name];

    /// <summary>All versions of all watched paths that exist anywhere, in place or kept.</summary>
    public HashSet<string> Versions(bool withKept)
    {
        var versions = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (path, file) in Nodes.SelectMany(n => n.Files))
        {
            var kept = path.StartsWith(Settings.BackupDirectory, StringComparison.Ordinal);
            if (!kept)
            {
                versions.Add(path + ": " + file.Version);
            }
            else if (withKept)
            {
                // backups/DATE-RUN/the/path
                var run = path.IndexOf('/', Settings.BackupDirectory.Length + 1);
                versions.Add(path[run..] + ": " + file.Version);
            }
        }

        return versions;
    }

    public async Task<CsyncFindings> FindAsync(CancellationToken cancellationToken = default) =>
        await new CsyncConflictFinder(this, Settings).FindAsync(null, null, cancellationToken);

    public CsyncResolver Resolver(List<string>? warnings = null) => new(
        this, Settings, new CsyncRunOptions("tester", DateTimeOffset.UnixEpoch) { HoldTimeout = TimeSpan.FromSeconds(3) }, null, w => warnings?.Add(w));

    public async Task<IReadOnlyList<CsyncResolution>> ResolveAsync(
        IReadOnlyList<CsyncConflict> conflicts, string? winner, List<string>? warnings = null, CancellationToken cancellationToken = default) =>
        await Resolver(warnings).ResolveAsync(
            conflicts, new CsyncChoice(winner, CsyncWinnerPolicy.SafeOnly), (_, _) => Task.FromResult(true), cancellationToken);
}
