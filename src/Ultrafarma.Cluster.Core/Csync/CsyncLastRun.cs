using System.Globalization;

namespace Ultrafarma.Cluster.Csync;

/// <summary>The last run of csync2 on a node that this module did or scheduled.</summary>
public sealed record CsyncLastRun
{
    /// <summary>When it began, by the node's clock.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>How long it took, to the second.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>csync2's exit code; 0 when everything was delivered.</summary>
    public required int ExitCode { get; init; }

    /// <summary>True when csync2 had no error.</summary>
    public bool Succeeded => ExitCode == 0;

    /// <summary>Who ran it: <c>sync</c>, <c>schedule</c> or <c>upload</c>.</summary>
    public string By { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Started.UtcDateTime:yyyy-MM-dd HH:mm:ss}, {(Succeeded ? "ok" : $"exit {ExitCode}")}");

    /// <summary>Reads the lines <c>name=value</c> that a run leaves on its node; names that are not known are passed over.</summary>
    /// <exception cref="FormatException">What every run leaves is missing, or no number.</exception>
    internal static CsyncLastRun Parse(IEnumerable<string> lines)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                values[line[..equals]] = line[(equals + 1)..];
            }
        }

        return new CsyncLastRun
        {
            Started = DateTimeOffset.FromUnixTimeSeconds(Number(values, "started", 253402300799)),
            Duration = TimeSpan.FromSeconds(Number(values, "seconds", int.MaxValue)),
            ExitCode = (int)Number(values, "rc", 255),
            By = values.GetValueOrDefault("by", ""),
        };
    }

    private static long Number(Dictionary<string, string> values, string name, long most) =>
        long.TryParse(values.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most
            ? number
            : throw new FormatException($"the file about the last run has no {name}, or it is no number");
}
