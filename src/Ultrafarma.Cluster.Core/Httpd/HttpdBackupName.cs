using System.Globalization;
using System.Text.RegularExpressions;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>What the place of a kept copy says: <c>change.sh</c> keeps it in a folder that is named after the config file.</summary>
/// <param name="Path">The config file that it is a copy of.</param>
/// <param name="Taken">When the run began that kept it.</param>
internal sealed partial record HttpdBackupName(string Path, DateTimeOffset Taken)
{
    /// <summary>Reads a path.</summary>
    /// <param name="root">The folder under which copies are kept.</param>
    /// <param name="backup">The path of what lies there.</param>
    /// <returns>Null when it is no kept copy, or not a whole one.</returns>
    public static HttpdBackupName? Parse(string root, string backup)
    {
        root = root.TrimEnd('/');
        var slash = backup.LastIndexOf('/');
        if (!backup.StartsWith(root + "/", StringComparison.Ordinal) || slash <= root.Length)
        {
            return null;
        }

        var name = Name().Match(backup[(slash + 1)..]);
        return name.Success && DateTimeOffset.TryParseExact(
                name.Groups[1].Value, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var taken)
            ? new HttpdBackupName(backup[root.Length..slash], taken)
            : null;
    }

    // As HttpdRun.Stamp makes them, with a number for a run's further files and "back" for what a balancer did not see serve.
    [GeneratedRegex(@"\A(\d{8}T\d{6}Z)-[0-9a-f]{6}(?:-\d+|-back)?\z")]
    private static partial Regex Name();
}
