namespace Ultrafarma.Cluster.Haproxy;

/// <summary>HAProxy's words for what it is told; the page and the socket share them.</summary>
internal static class HaproxyWords
{
    public static string Of(HaproxyTargetState state) => state switch
    {
        HaproxyTargetState.Drain => "drain",
        HaproxyTargetState.Maint => "maint",
        _ => "ready",
    };
}
