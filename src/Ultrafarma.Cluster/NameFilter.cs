using System.Management.Automation;

namespace Ultrafarma.Cluster.Commands;

/// <summary>Wildcards for names that may hold wildcard characters themselves.</summary>
internal static class NameFilter
{
    /// <summary>True when there is no pattern, or one is the text itself or matches it.</summary>
    public static bool Matches(IReadOnlyList<string>? patterns, string text, WildcardOptions options) =>
        patterns is null || patterns.Any(p => p == text || new WildcardPattern(p, options).IsMatch(text));
}
