using System.Management.Automation;
using Ultrafarma.Cluster.Haproxy;

namespace Ultrafarma.Cluster.Commands.Haproxy;

/// <summary>A cmdlet that shows frontends, backends or servers by name.</summary>
public abstract class HaproxyReadCommand : HaproxyCommand
{
    /// <summary>Chooses by wildcards; null chooses all. A name without a wildcard that chooses nothing is an error.</summary>
    /// <param name="pump">Takes the errors.</param>
    /// <param name="all">What there is.</param>
    /// <param name="nameOf">The name of one.</param>
    /// <param name="patterns">The wildcards.</param>
    /// <param name="what">What it is, for the error.</param>
    private protected static IEnumerable<T> Choose<T>(
        PipelinePump pump, IReadOnlyList<T> all, Func<T, string> nameOf, string[]? patterns, string what)
    {
        if (patterns is null)
        {
            return all;
        }

        var wildcards = patterns.Select(p => (Text: p, Pattern: new WildcardPattern(p, WildcardOptions.IgnoreCase))).ToList();
        foreach (var (text, pattern) in wildcards.Where(w => !WildcardPattern.ContainsWildcardCharacters(w.Text)))
        {
            if (!all.Any(item => pattern.IsMatch(nameOf(item))))
            {
                pump.WriteError(HaproxyErrorRecords.NothingNamed(what, text));
            }
        }

        return all.Where(item => wildcards.Exists(w => w.Pattern.IsMatch(nameOf(item))));
    }
}
