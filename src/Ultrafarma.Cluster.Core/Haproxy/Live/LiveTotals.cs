namespace Ultrafarma.Cluster.Haproxy.Live;

/// <summary>The sums of the header line, over all servers, whatever the filter hides.</summary>
/// <param name="Servers">How many servers there are.</param>
/// <param name="Serving">How many get new sessions.</param>
/// <param name="Down">How many fail their checks.</param>
/// <param name="Draining">How many are drained.</param>
/// <param name="InMaintenance">How many are in maintenance.</param>
/// <param name="Sessions">Sessions now.</param>
/// <param name="Requests">Requests a second; NaN before the second look.</param>
/// <param name="Errors">5xx responses a second; NaN before the second look.</param>
internal sealed record LiveTotals(
    int Servers, int Serving, int Down, int Draining, int InMaintenance, long Sessions, float Requests, float Errors)
{
    /// <summary>The sums of a look.</summary>
    public static LiveTotals Of(HaproxySnapshot snapshot, IReadOnlyDictionary<LiveServerId, LiveHistory> histories) => new(
        snapshot.Servers.Count(),
        snapshot.Backends.Sum(b => b.ServersServing),
        snapshot.Backends.Sum(b => b.ServersDown),
        snapshot.Backends.Sum(b => b.ServersDraining),
        snapshot.Backends.Sum(b => b.ServersInMaintenance),
        snapshot.Servers.Sum(s => s.SessionsCurrent ?? 0),
        Sum(histories.Values.Select(h => h.Now.Requests)),
        Sum(histories.Values.Select(h => h.Now.Errors)));

    private static float Sum(IEnumerable<float> rates)
    {
        var known = rates.Where(float.IsFinite).ToList();
        return known.Count == 0 ? float.NaN : known.Sum();
    }
}
