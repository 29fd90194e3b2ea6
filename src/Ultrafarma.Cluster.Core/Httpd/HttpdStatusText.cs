using System.Globalization;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>Reads what mod_status answers to <c>?auto</c>: one key and its value a line. Which keys there are depends on Apache's version.</summary>
internal static class HttpdStatusText
{
    private const string Scoreboard = "Scoreboard";

    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        "ServerVersion", "ServerUptimeSeconds", "Uptime", "Total Accesses", "Total kBytes", "CPULoad", "ReqPerSec", "BytesPerSec",
        "BusyWorkers", "IdleWorkers", "Processes", "ConnsTotal", "ConnsAsyncWriting", "ConnsAsyncKeepAlive", "ConnsAsyncClosing",
    };

    /// <summary>Reads an answer.</summary>
    /// <param name="node">The node.</param>
    /// <param name="text">The answer's body.</param>
    /// <returns>Null when it is not a whole status: another page, or one that was cut off.</returns>
    public static HttpdStatus? Parse(string node, string text)
    {
        var values = Values(text);
        var busy = Number<int>(values, "BusyWorkers");
        var idle = Number<int>(values, "IdleWorkers");

        // Every version has these three. The scoreboard has a place for each worker, so a shorter one was cut off.
        if (busy is not >= 0 || idle is not >= 0 || !values.TryGetValue(Scoreboard, out var board) || board.Length < (long)busy + idle)
        {
            return null;
        }

        return new HttpdStatus
        {
            Node = node,
            IsRunning = true,
            Source = HttpdStatusSource.ModStatus,
            Version = values.GetValueOrDefault("ServerVersion"),
            Uptime = Seconds(Number<long>(values, "ServerUptimeSeconds") ?? Number<long>(values, "Uptime")),
            WorkersBusy = busy,
            WorkersIdle = idle,
            Processes = Number<int>(values, "Processes"),
            RequestsPerSecond = Real(values, "ReqPerSec"),
            BytesPerSecond = Real(values, "BytesPerSec"),
            RequestsTotal = Number<long>(values, "Total Accesses"),
            BytesTotal = Number<long>(values, "Total kBytes") is { } kibibytes and >= 0 and <= long.MaxValue / 1024 ? kibibytes * 1024 : null,
            CpuLoadPercent = Real(values, "CPULoad"),
            ConnectionsTotal = Number<int>(values, "ConnsTotal"),
            ConnectionsWriting = Number<int>(values, "ConnsAsyncWriting"),
            ConnectionsKeepAlive = Number<int>(values, "ConnsAsyncKeepAlive"),
            ConnectionsClosing = Number<int>(values, "ConnsAsyncClosing"),
            Extra = values.Where(v => !Known.Contains(v.Key)).ToDictionary(StringComparer.OrdinalIgnoreCase),
        };
    }

    private static Dictionary<string, string> Values(string text)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries))
        {
            // The first line of newer versions is the server's bare name, which as an IPv6 address has colons, but no blank.
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            if (colon > 0)
            {
                values[PathText.Display(line[..colon])] = PathText.Display(line[(colon + 2)..].Trim());
            }
        }

        return values;
    }

    private static T? Number<T>(Dictionary<string, string> values, string key)
        where T : struct, IParsable<T> =>
        values.TryGetValue(key, out var text) && T.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static double? Real(Dictionary<string, string> values, string key) =>
        Number<double>(values, key) is { } number && double.IsFinite(number) ? number : null;

    private static TimeSpan? Seconds(long? seconds) =>
        seconds is >= 0 and < 315_360_000_000 ? TimeSpan.FromSeconds(seconds.Value) : null;
}
