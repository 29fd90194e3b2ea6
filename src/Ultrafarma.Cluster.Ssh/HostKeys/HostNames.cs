using System.Globalization;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Ssh.HostKeys;

/// <summary>The names under which known_hosts may list a node.</summary>
/// <param name="Exact">The names that are meant: with <c>[host]:port</c> when the port is not 22.</param>
/// <param name="WithoutPort">For a port other than 22, the bare names: OpenSSH accepts a key that is listed for them, too.</param>
internal sealed record HostNames(IReadOnlyList<string> Exact, IReadOnlyList<string> WithoutPort)
{
    private const int DefaultPort = 22;

    /// <summary>The names without ports, as certificates have them.</summary>
    public IReadOnlyList<string> Bare => WithoutPort.Count > 0 ? WithoutPort : Exact;

    /// <summary>The names of a node: its address, then its name in the inventory.</summary>
    public static HostNames Of(NodeEndpoint endpoint)
    {
        string[] bare = string.Equals(endpoint.Address, endpoint.Name, StringComparison.OrdinalIgnoreCase)
            ? [endpoint.Address]
            : [endpoint.Address, endpoint.Name];
        return endpoint.Port == DefaultPort
            ? new(bare, [])
            : new([.. bare.Select(name => WithPort(name, endpoint.Port))], bare);
    }

    /// <summary>The name that a new line and <c>ssh-keygen -R</c> take.</summary>
    public static string ToWrite(NodeEndpoint endpoint) =>
        endpoint.Port == DefaultPort ? endpoint.Address : WithPort(endpoint.Address, endpoint.Port);

    private static string WithPort(string name, int port) => string.Create(CultureInfo.InvariantCulture, $"[{name}]:{port}");
}
