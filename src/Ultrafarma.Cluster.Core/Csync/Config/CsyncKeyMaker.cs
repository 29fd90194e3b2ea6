using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>Puts a new key on nodes: one key for all of them, because those of a group must have the same.</summary>
/// <param name="settings">Where csync2 is on the nodes.</param>
/// <param name="writer">What replaces files.</param>
internal sealed class CsyncKeyMaker(CsyncSettings settings, CsyncConfigWriter writer)
{
    private readonly byte[] _key = CsyncKey.Make();
    private readonly CsyncConfigReader _reader = new(settings);
    private readonly CsyncPublishPlanner _planner = new(settings);

    /// <summary>Works out what is replaced.</summary>
    /// <param name="shell">The node.</param>
    /// <param name="path">The file; null means the key that the node's config names.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="CsyncEditException">The config does not name exactly one key.</exception>
    public async Task<CsyncFilePut> PlanAsync(INodeShell shell, string? path, CancellationToken cancellationToken)
    {
        path ??= KeyOf((await _reader.ReadAsync(shell, cancellationToken)).Config);
        var look = (await _planner.LookAsync(shell, [path], cancellationToken))[0];
        return new CsyncFilePut(path, path, look.Hash, _key) { Mode = "600", Changes = ["new key"] };
    }

    /// <summary>Puts it there.</summary>
    public Task<IReadOnlyList<CsyncConfigResult>> MakeAsync(INodeShell shell, CsyncFilePut put, CancellationToken cancellationToken) =>
        writer.WriteAsync(shell, [put], CsyncPutMode.Unasked, cancellationToken);

    private static string KeyOf(CsyncConfig config) =>
        config.Groups.Select(g => g.Key).OfType<string>().Distinct(StringComparer.Ordinal).ToList() is [var key]
            ? key.StartsWith('/') ? key : "/" + key
            : throw new CsyncEditException(CsyncEditFault.KeyAmbiguous, "The config does not name exactly one key. Say which file is meant with -Path.");
}
