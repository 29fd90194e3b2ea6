using System.Globalization;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>What a node has for services, and of them.</summary>
internal sealed record HttpdDaemonLook
{
    private const int NodeFields = 7;
    private const int ServiceFields = 6;

    /// <summary>The node.</summary>
    public required string Node { get; init; }

    /// <summary>How it runs services.</summary>
    public required HttpdDaemonKind Kind { get; init; }

    /// <summary>The machine's kind, such as <c>x86_64</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>pwsh, when it was looked for and has the module; else null.</summary>
    public string? Pwsh { get; init; }

    /// <summary>The version of pwsh's module, or null.</summary>
    public string? PwshModule { get; init; }

    /// <summary>Whether the key file that was asked about is there.</summary>
    public bool HasKeyFile { get; init; }

    /// <summary>Whether the known_hosts that was asked about is there.</summary>
    public bool HasKnownHosts { get; init; }

    /// <summary>The ids of the programs that were put there.</summary>
    public required IReadOnlyList<string> Programs { get; init; }

    /// <summary>The services that were asked about.</summary>
    public required IReadOnlyList<HttpdDaemonState> Services { get; init; }

    /// <summary>Reads the answer of <c>daemons.sh</c>.</summary>
    /// <exception cref="FormatException">It is cut off.</exception>
    public static HttpdDaemonLook Parse(string node, string answer)
    {
        var fields = answer.Split('\0');
        if (fields.Length % ServiceFields != (NodeFields + 1) % ServiceFields || fields[^1].Length > 0
            || !Enum.TryParse<HttpdDaemonKind>(fields[0], out var kind))
        {
            throw new FormatException("the answer is cut off.");
        }

        var services = new List<HttpdDaemonState>();
        for (var at = NodeFields; at + ServiceFields < fields.Length; at += ServiceFields)
        {
            services.Add(new HttpdDaemonState(
                fields[at],
                fields[at + 1] == "yes",
                fields[at + 2] == "yes",
                Pairs(fields[at + 3], keyIsFirst: true),
                fields[at + 4],
                Pairs(fields[at + 5], keyIsFirst: false)));
        }

        var module = fields[3].Trim();
        return new HttpdDaemonLook
        {
            Node = node,
            Kind = kind,
            Architecture = fields[1],
            Pwsh = module.Length > 0 ? fields[2] : null,
            PwshModule = module.Length > 0 ? module : null,
            HasKeyFile = fields[4] == "yes",
            HasKnownHosts = fields[5] == "yes",
            Programs = fields[6].Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Services = services,
        };
    }

    /// <summary>The services as Get-HttpdDaemon shows them.</summary>
    public IEnumerable<HttpdDaemon> Describe() => Services.Select(s =>
    {
        var (at, code, words) = Last(s.Last);
        return new HttpdDaemon
        {
            Node = Node,
            Name = s.Name,
            IsInstalled = s.IsInstalled,
            Kind = Kind,
            Program = s.IsInstalled ? s.Settings.GetValueOrDefault("program") : null,
            Version = s.IsInstalled ? s.Settings.GetValueOrDefault("version") : null,
            LastRun = at,
            LastExitCode = code,
            LastResult = words,
            IsEnabled = s.IsInstalled && s.IsEnabled,
        };
    });

    /// <summary>True when the node has something of ours to remove with a service: its files, also of an installation that was cut off, or a
    /// program that came before it. Another's service of that name is none of ours.</summary>
    public bool HasLeft(HttpdDaemonState service) =>
        IsOurs(service) || (Programs.Count > 0 && !Services.Any(IsOurs));

    private static bool IsOurs(HttpdDaemonState service) =>
        service.IsInstalled || service.Hashes.Keys.Any(f => f.StartsWith(HttpdDaemonFiles.Root, StringComparison.Ordinal));

    private static (DateTimeOffset? At, int? Code, string? Words) Last(string text)
    {
        var lines = text.Split('\n', 2);
        return lines[0].Split(' ') is [var at, var code]
            && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? (DateTimeOffset.FromUnixTimeSeconds(seconds), number, PathText.Display(lines[^1].Trim(), keepLines: true))
                : (null, null, null);
    }

    private static Dictionary<string, string> Pairs(string text, bool keyIsFirst)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split(' ', 2) is [var first, var second])
            {
                pairs[keyIsFirst ? first : second] = keyIsFirst ? second : first;
            }
        }

        return pairs;
    }
}
