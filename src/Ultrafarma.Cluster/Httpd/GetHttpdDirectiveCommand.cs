using System.Management.Automation;
using Ultrafarma.Cluster.Httpd;

namespace Ultrafarma.Cluster.Commands.Httpd;

/// <summary>Get-HttpdDirective: directives of each node's config, in the order in which Apache reads them.</summary>
[Cmdlet(VerbsCommon.Get, "HttpdDirective")]
[OutputType(typeof(HttpdConfigDirective))]
public sealed class GetHttpdDirectiveCommand : HttpdCommand
{
    /// <summary>Names or wildcards; all unless given.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>A wildcard for the sections around it; an empty text means the top of the file.</summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [AllowEmptyString]
    public string? Section { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var names = Name?.Select(n => new WildcardPattern(n, WildcardOptions.IgnoreCase)).ToList();
        var isSection = HttpdSectionFilter.For(Section);
        ReadConfigs((pump, config) =>
        {
            foreach (var directive in config.Directives)
            {
                if ((names is null || names.Exists(n => n.IsMatch(directive.Name))) && (isSection is null || isSection(directive.Section)))
                {
                    pump.Write(directive);
                }
            }
        });
    }
}
