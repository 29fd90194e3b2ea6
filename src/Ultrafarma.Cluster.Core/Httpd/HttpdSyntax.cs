using System.Globalization;
using System.Text.RegularExpressions;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>Reads what <c>httpd -t</c> says on standard error. The forms are those of Apache 2.4's main.c and config.c.</summary>
internal static partial class HttpdSyntax
{
    /// <summary>Reads Apache's words.</summary>
    /// <param name="text">Standard error.</param>
    /// <param name="isGood">True when the exit status was 0: then all of it is warnings.</param>
    /// <param name="checkedFile">The file that was checked in place of another, or null.</param>
    /// <param name="targetFile">The file that it stands for, which the user knows.</param>
    public static IReadOnlyList<HttpdConfigProblem> Parse(string text, bool isGood, string? checkedFile = null, string? targetFile = null)
    {
        if (checkedFile is not null)
        {
            text = text.Replace(checkedFile, targetFile, StringComparison.Ordinal);
        }

        var problems = new List<HttpdConfigProblem>();
        var lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < lines.Length; i++)
        {
            var line = LogPrefix().Replace(lines[i], "");
            if (line is "Syntax OK" or "Configuration Failed")
            {
                continue;
            }

            // Included files are named from the outermost; the last is the one to open.
            if (SyntaxError().Matches(line) is [.., var place])
            {
                var message = line[(place.Index + place.Length)..].Trim();
                if (message.Length == 0)
                {
                    // Directives explain themselves on the lines that follow.
                    message = string.Join(' ', lines[(i + 1)..].Select(l => LogPrefix().Replace(l, "")));
                    i = lines.Length;
                }

                problems.Add(new HttpdConfigProblem(true, place.Groups["file"].Value,
                    int.Parse(place.Groups["line"].Value, CultureInfo.InvariantCulture), message));
            }
            else
            {
                problems.Add(new HttpdConfigProblem(false, null, null, line));
            }
        }

        // A refusal without a line (no such file, no MPM) has its reason in the last words.
        if (!isGood && !problems.Exists(p => p.IsError))
        {
            var words = problems.Count > 0 ? problems[^1].Message : "Apache refuses the config and does not say why.";
            problems = [.. problems.SkipLast(1), new HttpdConfigProblem(true, targetFile, null, words)];
        }

        return problems;
    }

    [GeneratedRegex(@"Syntax error on line (?<line>\d+) of (?<file>.+?):(?= |$)")]
    private static partial Regex SyntaxError();

    [GeneratedRegex(@"^(\[[^\]]*\] )+")]
    private static partial Regex LogPrefix();
}
