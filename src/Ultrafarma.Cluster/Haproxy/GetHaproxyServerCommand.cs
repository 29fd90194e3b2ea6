using System.Management.Automation;
using Ultrafarma.Cluster.Haproxy;

namespace Ultrafarma.Cluster.Commands.Haproxy;

/// <summary>Get-HaproxyServer: the servers of the balancer's backends, as they are now.</summary>
[Cmdlet(VerbsCommon.Get, "HaproxyServer", DefaultParameterSetName = "Name")]
[OutputType(typeof(HaproxyServer))]
public sealed class GetHaproxyServerCommand : HaproxyReadCommand
{
    private readonly List<(string? Name, string[]? Backends, HaproxySource? Source)> _named = [];
    private readonly List<HaproxyBackend> _backends = [];

    /// <summary>Backends from Get-HaproxyBackend; their servers are read anew.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Backend")]
    public HaproxyBackend[] InputObject { get; set; } = [];

    /// <summary>Wildcards for the servers' names. The names of cluster nodes can be piped in.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = "Name")]
    [ArgumentCompleter(typeof(NodeNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>Wildcards for the backends' names.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = "Name")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Backend { get; set; }

    /// <summary>The balancer that a piped record came from.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = "Name", DontShow = true)]
    public HaproxySource? Source { get; set; }

    /// <summary>Wildcards for the status as HAProxy gives it, such as <c>DOWN*</c>.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Status { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _backends.AddRange(InputObject);
        if (ParameterSetName == "Name")
        {
            _named.AddRange((Name ?? [null!]).Select(name => ((string?)name, Backend, Source)));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (var group in _named.GroupBy(named => IsSourceGiven ? SelectedSource() : named.Source ?? SelectedSource()))
        {
            Show(group.Key, [.. group.Select(named => (named.Name, named.Backends))]);
        }

        foreach (var group in _backends.GroupBy(b => IsSourceGiven ? SelectedSource() : b.Source))
        {
            Show(group.Key, [(null, [.. group.Select(b => WildcardPattern.Escape(b.Name))])]);
        }
    }

    private void Show(HaproxySource source, IReadOnlyList<(string? Name, string[]? Backends)> wanted) => Ask(source, async (balancer, pump, token) =>
    {
        var statuses = Status?.Select(s => new WildcardPattern(s, WildcardOptions.IgnoreCase)).ToList();
        var snapshot = await balancer.ReadAsync(token);

        // Two names may choose the same record; its seventy properties need not be compared to see that.
        var chosen = new List<HaproxyServer>();
        var seen = new HashSet<HaproxyServer>(ReferenceEqualityComparer.Instance);
        foreach (var (name, backends) in wanted)
        {
            var servers = Choose(pump, snapshot.Backends, b => b.Name, backends, "backend").SelectMany(b => b.Servers).ToList();
            chosen.AddRange(Choose(pump, servers, s => s.Name, name is null ? null : [name], "server").Where(seen.Add));
        }

        pump.WriteAll(statuses is null ? chosen : chosen.FindAll(server => statuses.Exists(s => s.IsMatch(server.Status))));
    });
}
