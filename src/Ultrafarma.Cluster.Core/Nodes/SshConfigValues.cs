using System.Globalization;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>Values of an ssh_config that are more than text.</summary>
internal static class SshConfigValues
{
    /// <summary>What is wrong with a keyword's value, or null.</summary>
    public static string? ProblemOf(string keyword, string value) => keyword.ToUpperInvariant() switch
    {
        "PORT" when Port(value) is null => $"'{value}' is no port",
        "CONNECTTIMEOUT" or "SERVERALIVEINTERVAL" when Time(value) is null && !IsNone(value) => $"'{value}' is no time",
        "PROXYJUMP" when JumpSpec.TryParse(value) is null => $"'{value}' is no list of hosts to jump through",
        _ => null,
    };

    public static int? Port(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535 ? port : null;

    public static bool IsNone(string value) => value.Equals("none", StringComparison.OrdinalIgnoreCase);

    /// <summary>A time as OpenSSH writes it: <c>90</c>, <c>90s</c>, <c>1m30s</c>.</summary>
    public static TimeSpan? Time(string value)
    {
        long total = 0;
        long number = -1;
        foreach (var c in value)
        {
            if (char.IsAsciiDigit(c))
            {
                number = (Math.Max(number, 0) * 10) + (c - '0');
            }
            else if (number >= 0 && Unit(c) is { } unit)
            {
                total += number * unit;
                number = -1;
            }
            else
            {
                return null;
            }

            if (total > int.MaxValue || number > int.MaxValue)
            {
                return null;
            }
        }

        return value.Length == 0 ? null : TimeSpan.FromSeconds(total + Math.Max(number, 0));
    }

    private static int? Unit(char c) => char.ToLowerInvariant(c) switch
    {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86400,
        'w' => 604800,
        _ => null,
    };
}
