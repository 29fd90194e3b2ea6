using System.Globalization;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>How a run is known to others, and how its backups are named.</summary>
/// <param name="Who">Who runs it, as in <c>root@admin, process 4711</c>.</param>
/// <param name="Started">When it began.</param>
/// <param name="KeepBackups">How many replaced files are kept a node and file.</param>
internal sealed record HttpdRun(string Who, DateTimeOffset Started, int KeepBackups)
{
    /// <summary>The time, so that names sort by age, and some letters, so that two runs in a second differ.</summary>
    public string Stamp { get; } =
        Started.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture) + "-" + Guid.NewGuid().ToString("N")[..6];

    /// <summary>What the uploads of this run have in their names.</summary>
    public string UploadId { get; } = Guid.NewGuid().ToString("N")[..8];

    /// <summary>The health URL of one node.</summary>
    public static string? HealthUrl(HttpdSettings settings, string name, string address) =>
        settings.HealthUrl is { } url ? UrlOf(url, name, address) : null;

    /// <summary>The URL of mod_status on one node.</summary>
    public static string StatusUrl(HttpdSettings settings, string name, string address) => UrlOf(settings.StatusUrl, name, address);

    private static string UrlOf(string url, string name, string address) =>
        url.Replace("{Name}", name, StringComparison.OrdinalIgnoreCase).Replace("{Address}", address, StringComparison.OrdinalIgnoreCase);
}
