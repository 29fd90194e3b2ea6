using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Haproxy;

/// <summary>The ways from here to a balancer.</summary>
internal static class HaproxyConnection
{
    /// <summary>The balancer behind a runtime socket.</summary>
    /// <param name="source">The socket.</param>
    /// <param name="shell">Leads to a socket that is a path; null for <c>host:port</c>.</param>
    /// <param name="timeout">The time for one question.</param>
    public static IHaproxyBalancer ToSocket(HaproxySource source, INodeShell? shell, TimeSpan timeout)
    {
        Func<CancellationToken, Task<Stream>> open = shell is null
            ? token => ConnectAsync(source.Socket!, token)
            : token => shell.ConnectAsync(source.Socket!, token);
        return new HaproxySocketBalancer(source, new HaproxyRuntime(source, open, timeout), TimeProvider.System);
    }

    /// <summary>True for an address of this machine: what is sent there is on no wire.</summary>
    public static bool IsHere(Uri page) =>
        page.IsLoopback
        || (IPAddress.TryParse(page.DnsSafeHost, out var address)
            && NetworkInterface.GetAllNetworkInterfaces().Any(i => i.GetIPProperties().UnicastAddresses.Any(u => u.Address.Equals(address))));

    private static Task<Stream> ConnectAsync(string hostAndPort, CancellationToken cancellationToken)
    {
        var colon = hostAndPort.LastIndexOf(':');
        var port = int.Parse(hostAndPort[(colon + 1)..], CultureInfo.InvariantCulture);
        return SocketConnection.OpenAsync(new DnsEndPoint(hostAndPort[..colon].Trim('[', ']'), port), cancellationToken);
    }
}
