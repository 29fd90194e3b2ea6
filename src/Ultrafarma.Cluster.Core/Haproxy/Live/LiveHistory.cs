using System.Collections.Immutable;

namespace Ultrafarma.Cluster.Haproxy.Live;

/// <summary>One server's rates over the last looks.</summary>
/// <param name="Last">The server as it was seen last: the next look is compared with it.</param>
/// <param name="Rates">One rate a look, the newest last.</param>
internal sealed record LiveHistory(HaproxyServer Last, ImmutableArray<LiveRate> Rates)
{
    /// <summary>The newest rate.</summary>
    public LiveRate Now => Rates[^1];

    /// <summary>A server that is seen for the first time: it takes two looks to know a rate.</summary>
    public static LiveHistory Begin(HaproxyServer server) => new(server, [LiveRate.Unknown]);

    /// <summary>The history with one more rate; the oldest ones fall out.</summary>
    public LiveHistory Add(HaproxyServer server, LiveRate rate, int capacity) =>
        new(server, [.. Rates.Skip(Rates.Length + 1 - capacity), rate]);
}
