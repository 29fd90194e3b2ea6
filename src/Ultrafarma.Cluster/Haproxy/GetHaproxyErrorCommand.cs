using System.Management.Automation;
using Ultrafarma.Cluster.Haproxy;

namespace Ultrafarma.Cluster.Commands.Haproxy;

/// <summary>Get-HaproxyError: for each proxy, the last request and response that HAProxy could not understand.</summary>
[Cmdlet(VerbsCommon.Get, "HaproxyError")]
[OutputType(typeof(HaproxyError))]
public sealed class GetHaproxyErrorCommand : HaproxyCommand
{
    private readonly HaproxyPipedServers _piped = new();

    /// <summary>Servers from Get-HaproxyServer: only what was on its way to or from them is shown.</summary>
    [Parameter(ValueFromPipeline = true)]
    public HaproxyServer[] InputObject { get; set; } = [];

    /// <summary>Wildcards for the names of the frontends and backends that kept them.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Proxy { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _piped.Add(InputObject);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (IsPipelineEmpty(_piped))
        {
            return;
        }

        var wanted = Proxy?.Select(p => new WildcardPattern(p, WildcardOptions.IgnoreCase)).ToList();
        foreach (var source in SelectedSources(_piped))
        {
            Ask(source, async (balancer, pump, token) =>
            {
                var answer = await balancer.Runtime("show captured errors").AskTextAsync("show errors", token);
                foreach (var error in HaproxyErrorsReader.Read(source, answer, DateTimeOffset.Now))
                {
                    if ((wanted is null || wanted.Exists(w => w.IsMatch(error.Proxy))) && _piped.Contains(IsSourceGiven ? null : source, error.Backend, error.Server))
                    {
                        pump.Write(error);
                    }
                }
            });
        }
    }
}
