using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Csync;

/// <summary>What is published.</summary>
/// <param name="Name">What the user calls it: a local file's path, or the node.</param>
/// <param name="Files">The main config first, then those that it reads in its midst, then the keys.</param>
internal sealed record CsyncPublishSource(string Name, IReadOnlyList<CsyncPublishFile> Files)
{
    /// <summary>Reads the source from a node.</summary>
    /// <exception cref="NodeException">The node could not be asked.</exception>
    /// <exception cref="CsyncEditException">csync2 would refuse the config, or a key is missing.</exception>
    public static async Task<CsyncPublishSource> ReadAsync(
        CsyncConfigReader reader, INodeShell shell, bool withKeys, CancellationToken cancellationToken)
    {
        var reading = await reader.ReadAsync(shell, cancellationToken);
        var files = Configs(reading);
        foreach (var path in withKeys ? Keys(reading.Config) : [])
        {
            var key = await reader.ReadAsync(shell, path, cancellationToken) ?? throw KeyMissing(path, $"on {shell.NodeName}");
            files.Add(new CsyncPublishFile(path, key.Content, IsKey: true));
        }

        return new CsyncPublishSource(shell.NodeName, files);
    }

    /// <summary>Takes the source from files: what the config names lies beside it, under the same name.</summary>
    /// <param name="main">The config.</param>
    /// <param name="withKeys">True publishes the keys, too.</param>
    /// <param name="readBeside">Reads a file beside it; null when there is none of that name.</param>
    /// <exception cref="CsyncEditException">csync2 would refuse the config, or a key is missing.</exception>
    public static CsyncPublishSource Read(CsyncConfigFile main, bool withKeys, Func<string, byte[]?> readBeside)
    {
        var known = new Dictionary<string, CsyncConfigFile?>(StringComparer.Ordinal);
        while (true)
        {
            var (config, missing) = CsyncConfigParser.Parse("", main, known);
            if (missing is not null)
            {
                known[missing] = readBeside(NameOf(missing)) is { } content ? new CsyncConfigFile(missing, new(default, "644", "root:root"), content) : null;
                continue;
            }

            var files = Configs(new CsyncConfigReading(config, main, known));
            files.AddRange((withKeys ? Keys(config) : []).Select(
                k => new CsyncPublishFile(k, readBeside(NameOf(k)) ?? throw KeyMissing(NameOf(k), $"beside {main.Path}"), IsKey: true)));
            return new CsyncPublishSource(main.Path, files);
        }
    }

    private static List<CsyncPublishFile> Configs(CsyncConfigReading reading) =>
        reading.Config.Problem is { } problem
            ? throw new CsyncEditException(CsyncEditFault.ConfigInvalid, $"csync2 would refuse it, so nothing was published: {problem}")
            : [new("", reading.Main.Content, IsKey: false),
               .. reading.Config.Files.Skip(1).Select(f => new CsyncPublishFile(f.Path, f.Content, IsKey: false))];

    private static IEnumerable<string> Keys(CsyncConfig config) =>
        config.Groups.Select(g => g.Key).OfType<string>().Select(k => k.StartsWith('/') ? k : "/" + k).Distinct(StringComparer.Ordinal);

    private static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    private static CsyncEditException KeyMissing(string path, string where) => new(
        CsyncEditFault.KeyNotFound, $"The key {path} is not {where}, so nothing was published. Put it there, or make a new one with New-CsyncKey.");
}
