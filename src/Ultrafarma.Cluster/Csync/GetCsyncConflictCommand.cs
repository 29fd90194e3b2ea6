using System.Management.Automation;
using Ultrafarma.Cluster.Csync;

namespace Ultrafarma.Cluster.Commands.Csync;

/// <summary>Get-CsyncConflict: the paths that csync2 refuses to synchronize, and how their versions differ.</summary>
[Cmdlet(VerbsCommon.Get, "CsyncConflict")]
[OutputType(typeof(CsyncConflict))]
public sealed class GetCsyncConflictCommand : CsyncCommand
{
    /// <summary>Wildcards for the paths of interest.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var group = ScopedGroup();
        if (group.NodeNames.Count == 0)
        {
            return;
        }

        var patterns = Path?.Select(p => new WildcardPattern(p, WildcardOptions.None)).ToList();
        Run(async (pump, token) =>
        {
            var findings = await new CsyncConflictFinder(group, Settings)
                .FindAsync(patterns is null ? null : path => patterns.Exists(p => p.IsMatch(path)), ProgressTo(pump), token);
            WriteFailures(pump, findings.Failures);
            foreach (var conflict in findings.Conflicts)
            {
                pump.Write(conflict);
            }
        });
    }
}
