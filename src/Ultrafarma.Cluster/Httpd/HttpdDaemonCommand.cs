using System.Management.Automation;
using Ultrafarma.Cluster.Httpd;

namespace Ultrafarma.Cluster.Commands.Httpd;

/// <summary>A cmdlet about the services httpd-local and httpd-cluster on nodes.</summary>
public abstract class HttpdDaemonCommand : HttpdCommand
{
    /// <summary>The services; both unless given.</summary>
    [Parameter(Position = 0)]
    [ValidateSet(HttpdDaemonName.Local, HttpdDaemonName.Cluster, IgnoreCase = true)]
    [ValidateNotNullOrEmpty]
    public virtual string[]? Name { get; set; }

    /// <summary>The chosen services, as they are spelled.</summary>
    private protected IReadOnlyList<string> Names => NamesOf(Name);

    /// <summary>The services that some names stand for.</summary>
    private protected static IReadOnlyList<string> NamesOf(string[]? names) =>
        names is null ? HttpdDaemonName.All : [.. HttpdDaemonName.All.Where(n => names.Contains(n, StringComparer.OrdinalIgnoreCase))];
}
