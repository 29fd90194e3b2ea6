using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Ultrafarma.Cluster.Tests.Httpd;

/// <summary>The virtual hosts that Apache itself finds in a config, by <c>-t -D DUMP_VHOSTS</c>.</summary>
/// <param name="Hosts">One line a host and address: <c>address:port name file:line</c>.</param>
/// <param name="Aliases">For the hosts of an address with several, which are all whose aliases it prints: the same line and the aliases.</param>
/// <param name="Error">What Apache says when it refuses the config.</param>
internal sealed partial record HttpdDump(IReadOnlyList<string> Hosts, IReadOnlyList<string> Aliases, string Error)
{
    public static HttpdDump Of(string config)
    {
        using var process = Process.Start(new ProcessStartInfo("apache2", ["-t", "-D", "DUMP_VHOSTS", "-f", config])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? Parse(output) : new HttpdDump([], [], error.Result);
    }

    private static HttpdDump Parse(string output)
    {
        var hosts = new List<string>();
        var aliases = new List<string>();
        var address = "";
        foreach (var line in output.Split('\n'))
        {
            if (Shared().Match(line) is { Success: true } shared)
            {
                address = shared.Groups[1].Value;
            }
            else if (Named().Match(line) is { Success: true } named)
            {
                hosts.Add($"{address} {named.Groups[1]}");
                aliases.Add(hosts[^1]);
            }
            else if (Alias().Match(line) is { Success: true } alias)
            {
                aliases[^1] += "|" + alias.Groups[1];
            }
            else if (Single().Match(line) is { Success: true } single)
            {
                hosts.Add($"{single.Groups[1]} {single.Groups[2]}");
            }
        }

        return new HttpdDump(hosts, aliases, "");
    }

    [GeneratedRegex(@"^(\S+:\S+) +is a NameVirtualHost$")]
    private static partial Regex Shared();

    [GeneratedRegex(@"^ +port \S+ namevhost (.*)$")]
    private static partial Regex Named();

    [GeneratedRegex(@"^ +(?:wild )?alias (.*)$")]
    private static partial Regex Alias();

    [GeneratedRegex(@"^(\S+:\S+) +(\S.* \(.*:\d+\))$")]
    private static partial Regex Single();
}
