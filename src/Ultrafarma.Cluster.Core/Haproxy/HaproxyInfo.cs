using System.Collections.ObjectModel;
using System.Globalization;

namespace Ultrafarma.Cluster.Haproxy;

/// <summary>What HAProxy says of itself: <c>show info</c> (management guide, "show info").</summary>
public sealed record HaproxyInfo
{
    /// <summary>Where it comes from.</summary>
    public required HaproxySource Source { get; init; }

    /// <summary>The version, as in <c>2.6.12-1+deb12u1</c>.</summary>
    public required string Version { get; init; }

    /// <summary>The name of the machine or of <c>node</c> in haproxy.cfg.</summary>
    public string? Node { get; init; }

    /// <summary>The process's number on the balancer.</summary>
    public long? ProcessId { get; init; }

    /// <summary>The time since HAProxy was started or reloaded.</summary>
    public TimeSpan? Uptime { get; init; }

    /// <summary>True for a process that serves what it has and takes nothing new, after a reload.</summary>
    public bool IsStopping { get; init; }

    /// <summary>Threads.</summary>
    public long? Threads { get; init; }

    /// <summary>Connections now.</summary>
    public long? ConnectionsCurrent { get; init; }

    /// <summary>How many connections there may be at once.</summary>
    public long? ConnectionsLimit { get; init; }

    /// <summary>Connections since the start.</summary>
    public long? ConnectionsTotal { get; init; }

    /// <summary>HTTP requests since the start.</summary>
    public long? RequestsTotal { get; init; }

    /// <summary>New connections in the last second.</summary>
    public long? ConnectionRate { get; init; }

    /// <summary>New sessions in the last second.</summary>
    public long? SessionRate { get; init; }

    /// <summary>TLS connections now.</summary>
    public long? SslConnectionsCurrent { get; init; }

    /// <summary>Bytes sent since the start.</summary>
    public long? BytesOut { get; init; }

    /// <summary>The percentage of time that HAProxy had nothing to do.</summary>
    public long? IdlePercent { get; init; }

    /// <summary>Everything that has no property here, by HAProxy's names.</summary>
    public required IReadOnlyDictionary<string, string> Extra { get; init; }

    /// <summary>Reads the answer to <c>show info</c>.</summary>
    /// <exception cref="HaproxyException">It is none (BadAnswer).</exception>
    internal static HaproxyInfo Parse(HaproxySource source, string answer)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in answer.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                fields.TryAdd(line[..colon], line[(colon + 1)..].Trim());
            }
        }

        string? Text(string name) => fields.Remove(name, out var value) && value.Length > 0 ? value : null;
        long? Number(string name)
        {
            if (fields.TryGetValue(name, out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            {
                fields.Remove(name);
                return value;
            }

            return null;
        }

        return new HaproxyInfo
        {
            Source = source,
            Version = Text("Version") ?? throw HaproxyFailure.NoInfo(source),
            Node = Text("node"),
            ProcessId = Number("Pid"),
            Uptime = Number("Uptime_sec") is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            IsStopping = Number("Stopping") > 0,
            Threads = Number("Nbthread"),
            ConnectionsCurrent = Number("CurrConns"),
            ConnectionsLimit = Number("Maxconn"),
            ConnectionsTotal = Number("CumConns"),
            RequestsTotal = Number("CumReq"),
            ConnectionRate = Number("ConnRate"),
            SessionRate = Number("SessRate"),
            SslConnectionsCurrent = Number("CurrSslConns"),
            BytesOut = Number("TotalBytesOut"),
            IdlePercent = Number("Idle_pct"),
            Extra = new ReadOnlyDictionary<string, string>(fields),
        };
    }
}
