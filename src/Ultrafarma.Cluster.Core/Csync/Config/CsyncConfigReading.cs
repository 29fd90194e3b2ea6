namespace Ultrafarma.Cluster.Csync;

/// <summary>A config with the files that it was read from.</summary>
/// <param name="Config">What it says.</param>
/// <param name="Main">The main file.</param>
/// <param name="Known">The others, by the path that the config names; null for one that cannot be opened.</param>
internal sealed record CsyncConfigReading(
    CsyncConfig Config, CsyncConfigFile Main, IReadOnlyDictionary<string, CsyncConfigFile?> Known)
{
    /// <summary>The config with another file in the place of one of its own.</summary>
    public CsyncConfigReading With(CsyncConfigFile old, CsyncConfigFile replacement)
    {
        var main = Main == old ? replacement : Main;
        var known = Known.ToDictionary(f => f.Key, f => f.Value == old ? replacement : f.Value, StringComparer.Ordinal);
        return new CsyncConfigReading(CsyncConfigParser.Parse(Config.Node, main, known).Config, main, known);
    }
}
