using System.Globalization;

namespace Ultrafarma.Cluster.Haproxy;

/// <summary>What to know of a server that is as it was requested.</summary>
internal static class HaproxyWarnings
{
    public static string NoWeight(HaproxyServer server) =>
        $"{server} is ready and gets no traffic all the same: its weight is 0. Set-HaproxyServer -Weight gives it some.";

    public static string FormerProcess(HaproxyServer server, HaproxyProcess? former) =>
        $"The balancer was reloaded while {server} was drained. {server} has no sessions of the new process, but the former one"
        + $"{(former?.Id is { } id ? string.Create(CultureInfo.InvariantCulture, $" (pid {id})") : "")} serves to their end those that it had, "
        + "and HAProxy counts them nowhere. Look at the server's own connections before it is stopped.";
}
