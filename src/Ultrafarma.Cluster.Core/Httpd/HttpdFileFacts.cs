using System.Globalization;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>What stat(1) says of a file.</summary>
internal sealed record HttpdFileFacts(long SizeBytes, DateTimeOffset Modified, string Mode, string Owner)
{
    /// <summary>Reads <c>stat -c '%s %Y %a %U:%G'</c>.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static HttpdFileFacts Parse(string text)
    {
        var parts = text.Split(' ', 4);
        return parts.Length == 4
            ? new HttpdFileFacts(
                long.Parse(parts[0], CultureInfo.InvariantCulture),
                DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts[1], CultureInfo.InvariantCulture)),
                parts[2],
                parts[3])
            : throw new FormatException($"'{text}' is no answer of stat.");
    }
}
