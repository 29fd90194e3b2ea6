using System.Management.Automation;

namespace Ultrafarma.Cluster.Commands.Csync;

/// <summary>A cmdlet that looks at all of csync2's paths, or at those that match wildcards.</summary>
public abstract class CsyncPathCommand : CsyncCommand
{
    /// <summary>Wildcards for the paths of interest.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    /// <summary>Says which paths are of interest; null for all.</summary>
    private protected Func<string, bool>? Wanted()
    {
        var patterns = Path?.Select(p => new WildcardPattern(p, WildcardOptions.None)).ToList();
        return patterns is null ? null : path => patterns.Exists(p => p.IsMatch(path));
    }
}
