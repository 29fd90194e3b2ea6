using System.Globalization;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>A node's whole config: the main file and what it includes.</summary>
internal sealed record HttpdNodeConfig(
    string Node,
    HttpdConfigFile Main,
    string Version,
    IReadOnlyList<HttpdConfigFile> Files,
    IReadOnlyList<HttpdConfigDirective> Directives,
    IReadOnlyList<string> Warnings)
{
    /// <summary>True when an Apache runs there.</summary>
    public bool IsRunning { get; init; }

    /// <summary>What <c>Get-HttpdConfig</c> shows.</summary>
    public HttpdConfig Describe() => new()
    {
        Node = Node,
        Path = Main.Path,
        Hash = Main.Hash,
        SizeBytes = Main.SizeBytes,
        Modified = Main.Modified,
        Mode = Main.Mode,
        Owner = Main.Owner,
        Version = Version,
        Includes = Includes(),
        Directives = Directives,
    };

    /// <summary>The files besides the main one.</summary>
    public IReadOnlyList<HttpdConfigFile> Includes() => [.. Files.Where(f => f != Main)];

    /// <summary>The ports that Apache listens on, by the active Listen directives.</summary>
    public IReadOnlyList<int> Ports() => [.. Directives
        .Where(d => d.Active && d.Name.Equals("Listen", StringComparison.OrdinalIgnoreCase) && d.Arguments.Count > 0)
        .Select(d => PortOf(d.Arguments[0]))
        .Where(p => p > 0)
        .Distinct()];

    /// <summary>The port of <c>80</c>, <c>10.0.0.1:80</c> or <c>[::1]:80</c>; 0 when there is none.</summary>
    internal static int PortOf(string listen) =>
        int.TryParse(listen[(listen.LastIndexOf(':') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
        && port is > 0 and < 65536 ? port : 0;
}
