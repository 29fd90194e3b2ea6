using System.Text.RegularExpressions;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>What Apache's program on a node says of itself, and how it runs.</summary>
/// <param name="Version">Such as <c>2.4.71</c>, or empty.</param>
/// <param name="Root">The ServerRoot that it has without the directive.</param>
/// <param name="Modules">The modules compiled in, by source file.</param>
/// <param name="Defines">The names given with <c>-D</c> to the one that runs.</param>
internal sealed partial record HttpdProgram(
    string Version, string Root, IReadOnlyList<string> Modules, IReadOnlyList<string> Defines)
{
    /// <summary>True when one runs.</summary>
    public bool IsRunning { get; init; }

    /// <summary>For a config that asks nothing of the program.</summary>
    public static HttpdProgram Unasked { get; } = new("", "/etc/httpd", [], []);

    /// <summary>Reads the output of <c>-V</c> and <c>-l</c>, and a command line with one argument a line.</summary>
    public static HttpdProgram Parse(string versionText, string modulesText, string commandLine) => new(
        VersionLine().Match(versionText).Groups[1].Value,
        RootLine().Match(versionText) is { Success: true } root ? root.Groups[1].Value : "/etc/httpd",
        [.. modulesText.Split('\n', StringSplitOptions.TrimEntries).Where(l => l.EndsWith(".c", StringComparison.Ordinal))],
        [.. DefinesOf(commandLine.Split('\n'))])
    {
        IsRunning = commandLine.Length > 0,
    };

    private static IEnumerable<string> DefinesOf(string[] words)
    {
        for (var i = 1; i < words.Length; i++)
        {
            if (words[i] == "-D" && i + 1 < words.Length)
            {
                yield return words[++i];
            }
            else if (words[i].StartsWith("-D", StringComparison.Ordinal) && words[i].Length > 2)
            {
                yield return words[i][2..];
            }
        }
    }

    [GeneratedRegex(@"Server version: Apache/(\d+(?:\.\d+)*)")]
    private static partial Regex VersionLine();

    [GeneratedRegex("-D HTTPD_ROOT=\"([^\"]*)\"")]
    private static partial Regex RootLine();
}
