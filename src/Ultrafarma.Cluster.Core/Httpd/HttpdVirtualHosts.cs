using System.Net;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>Finds the virtual hosts of a config. Pure.</summary>
internal static class HttpdVirtualHosts
{
    /// <summary>The virtual hosts, one a section and address, in the order of the config.</summary>
    public static IReadOnlyList<HttpdVirtualHost> Of(HttpdNodeConfig config)
    {
        var active = config.Directives.Where(d => d.Active).ToList();
        var inside = active.Where(d => d.HostIndex >= 0 && !IsHost(d)).ToLookup(d => d.HostIndex);
        return [.. active.Where(IsHost).SelectMany(host => Of(host, [.. inside[host.HostIndex]]))];
    }

    private static IEnumerable<HttpdVirtualHost> Of(HttpdConfigDirective host, IReadOnlyList<HttpdConfigDirective> inside)
    {
        // A later ServerName or DocumentRoot replaces an earlier one; aliases add up.
        var name = Last(inside, "ServerName");
        foreach (var argument in host.Arguments)
        {
            var (address, port) = Split(argument);
            yield return new HttpdVirtualHost
            {
                Node = host.Node,
                Address = address,
                Port = port,
                ServerName = name is null ? null : HttpdHostText.Split(name).Host,
                Aliases = [.. inside.Where(d => Is(d, "ServerAlias")).SelectMany(d => d.Arguments)],
                DocumentRoot = Last(inside, "DocumentRoot"),
                File = host.File,
                // Apache counts from the last line of those that backslashes join.
                Line = host.Line + host.Directive!.Extent.LineCount - 1,
            };
        }
    }

    private static (string Address, string Port) Split(string argument)
    {
        var text = HttpdHostText.Split(argument);
        var port = text.After.StartsWith(':') ? text.After[1..] : "*";
        if (text.Host is "*" || text.Host.Equals("_default_", StringComparison.OrdinalIgnoreCase))
        {
            return ("*", port);
        }

        // An address has many spellings, and one that is no address is a name, which only the node's resolver knows.
        return !IPAddress.TryParse(text.Host, out var address) ? (text.Host, port)
            : address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) ? ("*", port)
            : (address.ToString(), port);
    }

    private static bool IsHost(HttpdConfigDirective directive) => directive.IsSection && Is(directive, "VirtualHost");

    private static string? Last(IEnumerable<HttpdConfigDirective> directives, string name) =>
        directives.LastOrDefault(d => Is(d, name) && d.Arguments.Count > 0)?.Arguments[0];

    private static bool Is(HttpdConfigDirective directive, string name) =>
        directive.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
