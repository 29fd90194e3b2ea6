using System.Management.Automation;
using Ultrafarma.Cluster.Httpd;

namespace Ultrafarma.Cluster.Commands.Httpd;

/// <summary>Get-HttpdConfig: each node's httpd.conf, and what it includes.</summary>
[Cmdlet(VerbsCommon.Get, "HttpdConfig")]
[OutputType(typeof(HttpdConfig))]
public sealed class GetHttpdConfigCommand : HttpdCommand
{
    /// <inheritdoc/>
    protected override void EndProcessing() => ReadConfigs((pump, config) => pump.Write(config.Describe()));
}
