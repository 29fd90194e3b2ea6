using System.Globalization;

namespace Ultrafarma.Cluster.Csync;

/// <summary>A folder in which csync2 keeps what it replaces.</summary>
/// <param name="Path">The folder.</param>
/// <param name="OlderEndings">How the names of older copies end, as in <c>.2</c>: csync2 keeps two, and the number is backup-generations less one.</param>
internal sealed record CsyncBackupFolder(string Path, IReadOnlyList<string> OlderEndings)
{
    /// <summary>The folders that a config names. Groups may share one.</summary>
    public static IReadOnlyList<CsyncBackupFolder> Of(CsyncConfig config) =>
    [
        .. config.Groups
            .Where(g => g.BackupDirectory is not null && g.BackupGenerations > 1)
            .GroupBy(g => g.BackupDirectory!.TrimEnd('/'), StringComparer.Ordinal)
            .Where(f => f.Key.StartsWith('/'))
            .Select(f => new CsyncBackupFolder(f.Key, [.. f.Select(g => EndingOf(g.BackupGenerations)).Distinct()])),
    ];

    private static string EndingOf(int generations) => "." + (generations - 1).ToString(CultureInfo.InvariantCulture);
}
