using System.Text.RegularExpressions;

namespace Ultrafarma.Cluster.Httpd;

/// <summary>The condition of <c>&lt;IfVersion&gt;</c>, as mod_version reads it.</summary>
internal static class HttpdVersionCondition
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>True when the version fulfils <c>[[!]operator] version</c>.</summary>
    public static bool Holds(string version, IReadOnlyList<string> arguments)
    {
        var text = arguments.Count > 1 ? arguments[0] : "=";
        var wanted = arguments[^1];
        var isNegated = text.StartsWith('!');
        var comparison = isNegated ? text[1..] : text;

        // Slashes make a pattern of what follows =, and are a part of it after ~.
        var isPattern = comparison is "=" or "==" && wanted.Length > 1 && wanted.StartsWith('/') && wanted.EndsWith('/');
        var holds = comparison == "~" ? Matches(version, wanted)
            : isPattern ? Matches(version, wanted[1..^1])
            : Compare(version, comparison, wanted);
        return holds != isNegated;
    }

    private static bool Matches(string version, string pattern)
    {
        try
        {
            return Regex.IsMatch(version, pattern, RegexOptions.None, Patience);
        }
        catch (Exception e) when (e is ArgumentException or RegexMatchTimeoutException)
        {
            // Apache would refuse it, or it is none that can be tried here.
            return false;
        }
    }

    private static bool Compare(string version, string comparison, string wanted)
    {
        var order = Numbers(version).CompareTo(Numbers(wanted));
        return comparison switch
        {
            "=" or "==" => order == 0,
            ">" => order > 0,
            ">=" => order >= 0,
            "<" => order < 0,
            "<=" => order <= 0,
            _ => false,
        };
    }

    private static (int Major, int Minor, int Patch) Numbers(string version)
    {
        var parts = version.Split('.');
        return (Part(0), Part(1), Part(2));

        int Part(int index) => index < parts.Length && int.TryParse(parts[index], out var number) ? number : 0;
    }
}
