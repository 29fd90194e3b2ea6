using System.Management.Automation;
using Ultrafarma.Cluster.Httpd;

namespace Ultrafarma.Cluster.Commands.Httpd;

/// <summary>Get-HttpdVirtualHost: the virtual hosts of each node, as Apache itself lists them.</summary>
[Cmdlet(VerbsCommon.Get, "HttpdVirtualHost")]
[OutputType(typeof(HttpdVirtualHost))]
public sealed class GetHttpdVirtualHostCommand : HttpdCommand
{
    /// <summary>Names or wildcards for ServerName or an alias; all unless given.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? ServerName { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var names = ServerName?.Select(n => new WildcardPattern(n, WildcardOptions.IgnoreCase)).ToList();
        ReadConfigs((pump, config) =>
        {
            foreach (var host in HttpdVirtualHosts.Of(config))
            {
                if (names is null || host.Aliases.Append(host.ServerName ?? "").Any(n => names.Exists(p => p.IsMatch(n))))
                {
                    pump.Write(host);
                }
            }
        });
    }
}
