using System.Globalization;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>An ssh_config that was read: what OpenSSH's client is told about hosts.</summary>
public sealed class SshConfig
{
    private static readonly string[] Known =
    [
        "HostName", "Port", "User", "IdentityFile", "UserKnownHostsFile", "ConnectTimeout", "ServerAliveInterval", "ProxyJump", "ProxyCommand",
    ];

    private readonly string _home;
    private readonly IReadOnlyList<SshConfigSetting> _settings;

    internal SshConfig(string file, string home, IReadOnlyList<SshConfigSetting> settings, IReadOnlyList<string> problems)
    {
        File = file;
        _home = home;
        _settings = settings;
        Problems = problems;
    }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>What is wrong with it, a sentence each.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>What it says about a host: the first value wins.</summary>
    /// <param name="alias">The host's name as it would be given to ssh.</param>
    internal SshConfigHost For(string alias)
    {
        var settings = _settings.Where(setting => setting.AppliesTo(alias)).ToList();
        var ignored = settings.Select(s => s.Keyword).Where(k => !Known.Contains(k, StringComparer.OrdinalIgnoreCase)).ToList();
        var knownHosts = First("UserKnownHostsFile");
        if (knownHosts is not null && (SshConfigValues.IsNone(knownHosts) || knownHosts == "/dev/null"))
        {
            // The usual way to switch the check of host keys off. Here it stays on.
            ignored.Add("UserKnownHostsFile " + knownHosts);
            knownHosts = null;
        }

        // One of the two, whichever stands first: also a "none" keeps the other one out.
        var proxy = settings.Find(s => s.Is("ProxyJump") || s.Is("ProxyCommand"));
        return new SshConfigHost
        {
            HostName = First("HostName") is { } name ? Expand(name, ("%h", alias)) : null,
            Port = First("Port") is { } port ? SshConfigValues.Port(port) : null,
            User = First("User"),
            IdentityFiles = [.. settings.Where(s => s.Is("IdentityFile")).Select(s => s.Values[0]).TakeWhile(f => !SshConfigValues.IsNone(f))],
            UserKnownHostsFile = knownHosts,
            ConnectTimeout = First("ConnectTimeout") is { } connect ? SshConfigValues.Time(connect) : null,
            ServerAliveInterval = First("ServerAliveInterval") is { } alive ? SshConfigValues.Time(alive) : null,
            ProxyJump = proxy?.Is("ProxyJump") == true ? JumpSpec.TryParse(proxy.Values[0]) ?? [] : [],
            HasProxyCommand = proxy?.Is("ProxyCommand") == true && !SshConfigValues.IsNone(proxy.Values[0]),
            Ignored = [.. ignored.Distinct(StringComparer.OrdinalIgnoreCase)],
        };

        string? First(string keyword) => settings.Find(s => s.Is(keyword))?.Values[0];
    }

    /// <summary>A path of the file made absolute for one node.</summary>
    internal string PathFor(string path, string alias, NodeEndpoint endpoint)
    {
        var expanded = Expand(
            path,
            ("%d", _home),
            ("%h", endpoint.Address),
            ("%n", alias),
            ("%p", endpoint.Port.ToString(CultureInfo.InvariantCulture)),
            ("%r", endpoint.User),
            ("%u", Environment.UserName));
        return expanded.StartsWith("~/", StringComparison.Ordinal)
            ? Path.Combine(_home, expanded[2..])
            : Path.GetFullPath(expanded);
    }

    private static string Expand(string text, params ReadOnlySpan<(string Token, string Value)> tokens)
    {
        // %% first, as a mark that no token begins with.
        var result = text.Replace("%%", "\0", StringComparison.Ordinal);
        foreach (var (token, value) in tokens)
        {
            result = result.Replace(token, value.Replace('%', '\0'), StringComparison.Ordinal);
        }

        return result.Replace('\0', '%');
    }
}
