using System.Text.RegularExpressions;

namespace Ultrafarma.Cluster.Tests.Examples;

/// <summary>
/// When the output that a page shows is that which came. Both are brought to one form and must then be equal:
/// <list type="bullet">
/// <item>What no two runs have in common is replaced by a mark of its kind: times, durations, fractions, versions, hashes, the
/// names of backups. A mark is not nothing: a cell that is empty here and filled there is a difference.</item>
/// <item>So are HAProxy's checks: it leaves the code and the time out of one that is just under way.</item>
/// <item>Integers count, unless the example says that its numbers are those of a busier or larger cluster: then each of them that
/// stands alone is a mark too. The number in a name (APP01, upload-00001.txt, L7OK/200) and an address always count.</item>
/// <item>White space does not count, because pages break long lines by hand and tables break long cells at their width.</item>
/// </list>
/// </summary>
internal static partial class ExampleText
{
    /// <summary>The form in which outputs are compared.</summary>
    /// <param name="text">What a page shows, or what came.</param>
    /// <param name="numbersDiffer">Whether integers that stand alone differ from run to run.</param>
    public static string Form(string text, bool numbersDiffer)
    {
        text = Broken().Replace(text, "$1");
        text = Differs().Replace(text, m => $"‹{(m.Groups["kept"].Success ? m.Value : m.Groups.Values.Skip(1).First(g => g.Success).Name)}›");

        // Two numbers side by side would be one without the space.
        text = numbersDiffer
            ? Number().Replace(text, "‹number›").Replace("‹fraction›", "‹number›", StringComparison.Ordinal)
            : Lone().Replace(text, "‹$0›");
        return Space().Replace(text, "");
    }

    [GeneratedRegex(@"
        (?<kept>\b\d+\.\d+\.\d+\.\d+\b(?::\d{1,4}\b)?)
        | (?<check>\bL(?:7OK|4CON)(?:/200)?(?:[ ]\d+ms)?)
        | (?<port>(?<=\d:)\d{5}\b)
        | (?<backup>\b\d{8}T\d{6}Z-[0-9a-f]{6}\b)
        | (?<print>\bSHA256:[A-Za-z0-9+/]{43}(?![A-Za-z0-9+/]))
        | (?<hash>\b(?:[0-9a-f]{64}|[0-9a-f]{12}|[0-9A-F]{16})\b)
        | (?<time>\b(?:\d{4}-\d\d-\d\d[ ]\d\d:\d\d(?::\d\d)?|\d\d/\d\d/\d{4}[ ]\d\d:\d\d(?::\d\d[ ]\+00:00)?|\d{4}/\d\d/\d\d|\d{8}-\d{6}|(?:\d+\.)?\d\d:\d\d:\d\d)\b)
        | (?<version>\b\d+\.\d+\.\d+(?:[-+~][\w.+~-]*\w)?)
        | (?<fraction>(?<![\w.])\d+\.\d+)
        | (?<amount>(?<![\w.])\d+(?=[ ]?(?:ms|KB)\b))
        ", RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Differs();

    [GeneratedRegex(@"(?<![\w.-])\d+(?![\w.]\w|\w)(?![^‹]*›)")]
    private static partial Regex Number();

    [GeneratedRegex(@"(?<!\S)\d+(?!\S)")]
    private static partial Regex Lone();

    // A text that the engine has broken in the midst of a word: a screen of 116 columns has 115 for it.
    [GeneratedRegex(@"^(.{115})\n", RegexOptions.Multiline)]
    private static partial Regex Broken();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
