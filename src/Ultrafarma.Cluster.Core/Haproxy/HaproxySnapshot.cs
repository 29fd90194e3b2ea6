namespace Ultrafarma.Cluster.Haproxy;

/// <summary>What one look at a balancer gave.</summary>
/// <param name="Time">When it was read.</param>
/// <param name="Frontends">The frontends, in the configuration's order.</param>
/// <param name="Backends">The backends with their servers, in the configuration's order.</param>
public sealed record HaproxySnapshot(
    DateTimeOffset Time, IReadOnlyList<HaproxyFrontend> Frontends, IReadOnlyList<HaproxyBackend> Backends)
{
    /// <summary>Who answered; null where the source does not tell.</summary>
    internal HaproxyProcess? Process { get; init; }

    /// <summary>All servers of all backends.</summary>
    public IEnumerable<HaproxyServer> Servers => Backends.SelectMany(backend => backend.Servers);

    /// <summary>The server as it is in this look, or null when it is gone.</summary>
    public HaproxyServer? Find(string backend, string name) => Backends
        .Where(b => b.Name == backend)
        .SelectMany(b => b.Servers)
        .FirstOrDefault(s => s.Name == name);

    /// <summary>True when another process answered the later look: the balancer was reloaded or restarted. Only a socket can tell.</summary>
    internal bool IsOfFormerProcess(HaproxySnapshot later) =>
        Process is not null && later.Process is not null && Process.IsReplacedBy(later.Process);
}
