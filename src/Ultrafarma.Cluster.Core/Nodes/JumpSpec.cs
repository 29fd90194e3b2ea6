using System.Globalization;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>One host of a ProxyJump, as ssh_config(5) writes it: <c>[user@]host[:port]</c> or <c>ssh://[user@]host[:port]</c>.</summary>
/// <param name="User">The user to log in as there; null when it is left to others.</param>
/// <param name="Host">A host's name or address, or an ssh_config's alias.</param>
/// <param name="Port">The port of its ssh server; null when it is left to others.</param>
internal sealed record JumpSpec(string? User, string Host, int? Port)
{
    private const string Scheme = "ssh://";

    /// <summary>Reads a comma list, the nearest host first; empty for <c>none</c>, null when it is none.</summary>
    public static IReadOnlyList<JumpSpec>? TryParse(string text)
    {
        if (SshConfigValues.IsNone(text))
        {
            return [];
        }

        var hosts = text.Split(',', StringSplitOptions.TrimEntries).Select(One).ToList();
        return hosts.Contains(null) ? null : [.. hosts.OfType<JumpSpec>()];
    }

    private static JumpSpec? One(string text)
    {
        var rest = text.StartsWith(Scheme, StringComparison.Ordinal) ? text[Scheme.Length..].TrimEnd('/') : text;
        var at = rest.LastIndexOf('@');
        var user = at < 0 ? null : rest[..at];
        if (user is not null && (user.Length == 0 || InventoryRules.User(user) is not null))
        {
            return null;
        }

        return Split(rest[(at + 1)..]) is var (host, port)
            && host.Length > 0
            && InventoryRules.Address(host) is null
            && (port.Length == 0 || SshConfigValues.Port(port) is not null)
            ? new(user, host, port.Length == 0 ? null : int.Parse(port, CultureInfo.InvariantCulture))
            : null;
    }

    private static (string Host, string Port)? Split(string text)
    {
        if (text.StartsWith('['))
        {
            var end = text.IndexOf(']', StringComparison.Ordinal);
            return end < 0 ? null
                : end + 1 == text.Length ? (text[1..end], "")
                : text[end + 1] == ':' ? (text[1..end], text[(end + 2)..])
                : null;
        }

        return text.Split(':') switch
        {
            [var host] => (host, ""),
            [var host, var port] => (host, port),
            _ => null,
        };
    }
}
