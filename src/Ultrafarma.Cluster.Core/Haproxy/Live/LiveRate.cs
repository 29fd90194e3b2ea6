namespace Ultrafarma.Cluster.Haproxy.Live;

/// <summary>What went through a server between two looks; NaN where nothing is known.</summary>
/// <param name="Requests">Requests a second; sessions a second where HAProxy counts no requests (tcp).</param>
/// <param name="Errors">Responses with a status of 500 to 599, a second.</param>
internal readonly record struct LiveRate(float Requests, float Errors)
{
    /// <summary>Nothing is known: the first look, a look that failed, or counters that began anew.</summary>
    public static LiveRate Unknown => new(float.NaN, float.NaN);

    /// <summary>The rates of a measurement.</summary>
    public static LiveRate Of(HaproxyTraffic traffic) => new(
        (float)(traffic.RequestsPerSecond ?? traffic.SessionsPerSecond ?? double.NaN), (float)(traffic.Responses5xxPerSecond ?? double.NaN));
}
