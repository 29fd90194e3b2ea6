using System.ComponentModel;
using System.Globalization;
using System.Management.Automation.Host;
using Ultrafarma.Cluster.Haproxy;

namespace Ultrafarma.Cluster.Commands.Haproxy;

/// <summary>What the table views of Ultrafarma.Cluster.Haproxy.Format.ps1xml show. Not for scripts: the records' properties are.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class HaproxyView
{
    private const string Reset = "\e[0m";
    private const string Green = "\e[32m";
    private const string Yellow = "\e[33m";
    private const string Red = "\e[31m";
    private const string Cyan = "\e[36m";

    /// <summary>The status, in colour where the host shows colours to a person.</summary>
    public static string State(HaproxyStatistics item, PSHost host) => IsColoured(host)
        ? ColourOf(item) + item.Status + Reset
        : item.Status;

    /// <summary>Two numbers, such as sessions now and at most.</summary>
    public static string Pair(long? current, long? most) =>
        string.Create(CultureInfo.InvariantCulture, $"{current ?? 0}/{(most is null ? "-" : most)}");

    /// <summary>A time, as in <c>3d 04:05:06</c>.</summary>
    public static string Span(TimeSpan? time) => time is not { } span ? ""
        : span.Days > 0 ? string.Create(CultureInfo.InvariantCulture, $"{span.Days}d {span:hh\\:mm\\:ss}")
        : span.ToString("hh\\:mm\\:ss", CultureInfo.InvariantCulture);

    /// <summary>A rate, as in <c>1234.5</c>.</summary>
    public static string Rate(double? rate) => rate is { } value ? value.ToString("0.0", CultureInfo.InvariantCulture) : "";

    /// <summary>How the last check ended, as in <c>L7OK/200 3ms</c>; it fits its column up to 9 s.</summary>
    public static string Check(HaproxyServer server)
    {
        var code = server.CheckCode is null ? "" : string.Create(CultureInfo.InvariantCulture, $"/{server.CheckCode}");
        var time = server.CheckDuration is { } duration
            ? string.Create(CultureInfo.InvariantCulture, $" {duration.TotalMilliseconds:0}ms")
            : "";
        return server.CheckStatus is null ? "" : server.CheckStatus + code + time;
    }

    private static bool IsColoured(PSHost host) =>
        host.UI.SupportsVirtualTerminal && !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null or "";

    private static string ColourOf(HaproxyStatistics item) => item switch
    {
        HaproxyServer { IsInMaintenance: true } => Cyan,
        HaproxyServer { IsDraining: true } => Yellow,
        HaproxyServer server => server.OperationalState switch
        {
            HaproxyOperationalState.Up => Green,
            HaproxyOperationalState.Down or HaproxyOperationalState.GoingUp => Red,
            HaproxyOperationalState.NotChecked => "",
            _ => Yellow,
        },
        { Status: "UP" or "OPEN" } => Green,
        _ => Red,
    };
}
