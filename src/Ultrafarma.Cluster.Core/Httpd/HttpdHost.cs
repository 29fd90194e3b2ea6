using System.Net;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>What one node is called and reached by.</summary>
/// <param name="Name">Its name, with or without a domain.</param>
/// <param name="Addresses">Its IP addresses, or host names that stand for one.</param>
public sealed record HttpdHost(string Name, IReadOnlyList<string> Addresses)
{
    private readonly List<IPAddress> _ips = [.. Addresses.Select(ParseOrNull).OfType<IPAddress>()];

    /// <summary>The name up to its first dot.</summary>
    public string ShortName => Name.Split('.')[0];

    internal IEnumerable<string> AddressNames => Addresses.Where(a => !IPAddress.TryParse(a, out _));

    /// <summary>True when the host of an argument is this one, in any form.</summary>
    internal bool Matches(string host) => IPAddress.TryParse(host, out var ip)
        ? _ips.Contains(ip)
        : IsName(host) || AddressNames.Contains(host, StringComparer.OrdinalIgnoreCase);

    /// <summary>Its own IP address that stands nearest to another: of the same family, with the most leading bits in common.</summary>
    internal string? Nearest(IPAddress other) => _ips
        .Where(ip => ip.AddressFamily == other.AddressFamily && (!IPAddress.IsLoopback(ip) || _ips.Count == 1))
        .OrderByDescending(ip => CommonBits(ip.GetAddressBytes(), other.GetAddressBytes()))
        .FirstOrDefault()?.ToString();

    private bool IsName(string host) =>
        host.Equals(Name, StringComparison.OrdinalIgnoreCase)
        || host.Equals(ShortName, StringComparison.OrdinalIgnoreCase)
        || HasDomain(host);

    /// <summary>True when the host is this one's name with a domain that the name itself lacks.</summary>
    internal bool HasDomain(string host) =>
        !Name.Contains('.', StringComparison.Ordinal) && host.StartsWith(Name + ".", StringComparison.OrdinalIgnoreCase);

    private static IPAddress? ParseOrNull(string text) => IPAddress.TryParse(text, out var ip) ? ip : null;

    private static int CommonBits(byte[] a, byte[] b)
    {
        var bits = 0;
        for (var i = 0; i < a.Length; i++)
        {
            var differing = (uint)(a[i] ^ b[i]);
            if (differing != 0)
            {
                return bits + System.Numerics.BitOperations.LeadingZeroCount(differing) - 24;
            }

            bits += 8;
        }

        return bits;
    }
}
