using System.Management.Automation;
using Ultrafarma.Cluster.Haproxy;

namespace Ultrafarma.Cluster.Commands.Haproxy;

/// <summary>A cmdlet that changes servers: named ones, or piped ones at the balancer that they came from.</summary>
public abstract class HaproxyChangeCommand : HaproxyServerCommand
{
    private readonly List<HaproxyServer> _servers = [];
    private readonly List<(string Name, string[]? Backends, HaproxySource? Source)> _named = [];

    /// <summary>Servers from Get-HaproxyServer.</summary>
    /// <remarks>In the default set, so that a piped server is taken as a whole, with its source, and not by its name.</remarks>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Server")]
    public HaproxyServer[] InputObject { get; set; } = [];

    /// <summary>Wildcards for the servers' names. The names of cluster nodes can be piped in.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = "Name")]
    [ArgumentCompleter(typeof(NodeNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>Wildcards for the backends' names.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = "Name")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Backend { get; set; }

    /// <summary>The balancer that a piped record came from, such as one of Measure-HaproxyTraffic.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = "Name", DontShow = true)]
    public HaproxySource? Source { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _servers.AddRange(InputObject);

        // A backend has a name and a source too, and is no server of that name.
        if (Source is not null && Backend is null)
        {
            WriteError(HaproxyErrorRecords.NotAServer(Name[0]));
            return;
        }

        _named.AddRange(Name.Select(name => (name, Backend, Source)));
    }

    /// <summary>Makes the same change to every chosen server.</summary>
    /// <param name="request">What each becomes.</param>
    /// <param name="force">True to take out the last server of a backend, too.</param>
    /// <param name="wait">What is waited for afterwards; null waits for nothing.</param>
    private protected void Change(HaproxyRequest request, bool force, HaproxyWaitOptions? wait = null)
    {
        if (ParameterSetName == "Name")
        {
            ChangeNamed(request, force, wait);
            return;
        }

        foreach (var group in _servers.Where(s => CanBeNamed(s, WriteError)).GroupBy(s => IsSourceGiven ? SelectedSource() : s.Source))
        {
            Ask(group.Key, async (balancer, pump, token) =>
                await RunAsync(balancer, pump, await balancer.ReadAsync(token), group.Select(s => (s, request)), force, wait, token));
        }
    }

    private void ChangeNamed(HaproxyRequest request, bool force, HaproxyWaitOptions? wait)
    {
        foreach (var (name, _, _) in _named.Where(n => !WildcardPattern.ContainsWildcardCharacters(n.Name) && !HaproxyName.IsValid(n.Name)))
        {
            ThrowTerminatingError(HaproxyFailure.InvalidName(name).ToErrorRecord());
        }

        foreach (var group in _named.GroupBy(named => IsSourceGiven ? SelectedSource() : named.Source ?? SelectedSource()))
        {
            Ask(group.Key, async (balancer, pump, token) =>
            {
                var snapshot = await balancer.ReadAsync(token);
                var chosen = group.SelectMany(named =>
                {
                    var servers = Choose(pump, snapshot.Backends, b => b.Name, named.Backends, "backend").SelectMany(b => b.Servers).ToList();
                    return Choose(pump, servers, s => s.Name, [named.Name], "server");
                });
                await RunAsync(balancer, pump, snapshot, chosen.Distinct().Select(s => (s, request)), force, wait, token);
            });
        }
    }
}
