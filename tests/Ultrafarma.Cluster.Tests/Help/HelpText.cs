using System.Text.RegularExpressions;

namespace Ultrafarma.Cluster.Tests.Help;

/// <summary>Help texts without what a source may lay out as it likes: line breaks, and the spaces between words.</summary>
internal static partial class HelpText
{
    public static string Words(string? text) => Space().Replace(text ?? "", " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
