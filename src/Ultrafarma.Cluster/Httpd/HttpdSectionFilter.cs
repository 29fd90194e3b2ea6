using System.Management.Automation;

namespace Ultrafarma.Cluster.Commands.Httpd;

/// <summary>Reads -Section: a wildcard for a section's whole path, or for the innermost section alone.</summary>
internal static class HttpdSectionFilter
{
    /// <summary>Gives the test of a path; null when any will do.</summary>
    public static Func<string, bool>? For(string? pattern)
    {
        if (pattern is null)
        {
            return null;
        }

        // What a section is called may hold brackets: <VirtualHost [::1]:80>. So the text itself fits too.
        var wildcard = new WildcardPattern(pattern, WildcardOptions.IgnoreCase);
        return path => path.Equals(pattern, StringComparison.OrdinalIgnoreCase)
            || path.EndsWith("/" + pattern, StringComparison.OrdinalIgnoreCase)
            || (pattern.Length > 0 && (wildcard.IsMatch(path) || Tails(path).Any(wildcard.IsMatch)));
    }

    // A slash may also stand in a section's argument, so each tail may be the innermost section.
    private static IEnumerable<string> Tails(string path)
    {
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            yield return path[(slash + 1)..];
        }
    }
}
