using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>Finds out this machine's host and its neighbours' where there is no inventory.</summary>
internal static class HttpdLocalHosts
{
    /// <summary>Asks the machine: its own name and addresses, and the hosts that its csync2 names.</summary>
    public static async Task<HttpdHosts> ReadAsync(INodeShell shell, HttpdSettings settings, CancellationToken cancellationToken)
    {
        var result = await shell.RunCheckedAsync(
            new HttpdScript(settings).Make("hosts"), "asking for the machine's own name and addresses", cancellationToken);
        return Parse(result.OutputText, shell.NodeName, settings);
    }

    /// <summary>Reads lines of a name, a tab and addresses; the first is the machine itself.</summary>
    internal static HttpdHosts Parse(string text, string ownName, HttpdSettings settings)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('\t', 2)).ToList();
        var own = new HttpdHost(ownName, lines.Count > 0 ? Addresses(lines[0]) : []);
        var others = lines.Skip(1)
            .Where(l => !own.Matches(l[0]))
            .Select(l => new HttpdHost(l[0], [.. Addresses(l).Where(a => !own.Matches(a) && !IsLoopback(a))]));
        return new HttpdHosts([own, .. others], settings.HostDirectives, guessSiblings: true);
    }

    private static string[] Addresses(string[] line) =>
        line.Length < 2 ? [] : line[1].Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static bool IsLoopback(string address) =>
        System.Net.IPAddress.TryParse(address, out var ip) && System.Net.IPAddress.IsLoopback(ip);
}
