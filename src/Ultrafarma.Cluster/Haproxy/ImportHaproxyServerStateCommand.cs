using System.Management.Automation;
using Ultrafarma.Cluster.Haproxy;

namespace Ultrafarma.Cluster.Commands.Haproxy;

/// <summary>Import-HaproxyServerState: puts servers back into the states and weights of a file, as after a reload, which forgets them.</summary>
[Cmdlet(VerbsData.Import, "HaproxyServerState", SupportsShouldProcess = true)]
[OutputType(typeof(HaproxyServer))]
public sealed class ImportHaproxyServerStateCommand : HaproxyServerCommand
{
    private readonly HaproxyPipedServers _piped = new();
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);

    /// <summary>Servers from Get-HaproxyServer: only these are put back. All of the file unless given.</summary>
    [Parameter(ValueFromPipeline = true)]
    public HaproxyServer[] InputObject { get; set; } = [];

    /// <summary>The file, from Export-HaproxyServerState or HAProxy's <c>show servers state</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Wildcards for the backends' names; all unless given.</summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Backend { get; set; }

    /// <summary>Puts a state back that leaves a backend without a server, too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _piped.Add(InputObject);
        _paths.Add(FilePath(Path));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (IsPipelineEmpty(_piped))
        {
            return;
        }

        if (_paths.Count > 1)
        {
            ThrowTerminatingError(HaproxyErrorRecords.SeveralFiles());
        }

        var states = Read(FilePath(Path));
        var wanted = Backend?.Select(b => new WildcardPattern(b, WildcardOptions.IgnoreCase)).ToList();
        foreach (var source in SelectedSources(_piped))
        {
            var rows = states.Rows.Where(row => (wanted is null || wanted.Exists(w => w.IsMatch(row.Backend)))
                && _piped.Contains(IsSourceGiven ? null : source, row.Backend, row.Name)).ToList();
            Ask(source, async (balancer, pump, token) =>
            {
                balancer.Runtime("import server states");

                // Who comes back makes room for who goes, and is looked at before.
                await PutBackAsync(balancer, pump, rows, takesOut: false, token);
                await PutBackAsync(balancer, pump, rows, takesOut: true, token);
            });
        }
    }

    private async Task PutBackAsync(
        IHaproxyBalancer balancer, PipelinePump pump, IEnumerable<HaproxyServerState> rows, bool takesOut, CancellationToken cancellationToken)
    {
        var snapshot = await balancer.ReadAsync(cancellationToken);
        var changes = rows
            .Select(row => (Server: row.In(snapshot, balancer.Source), row.Request))
            .Where(change => change.Request.TakesOut(change.Server) == takesOut && CanBeNamed(change.Server, pump.WriteError));
        await RunAsync(balancer, pump, snapshot, changes, Force, wait: null, cancellationToken);
    }

    private HaproxyServerStates Read(string path)
    {
        try
        {
            return HaproxyServerStates.Parse(path, File.ReadAllBytes(path));
        }
        catch (HaproxyException e)
        {
            ThrowTerminatingError(e.ToErrorRecord());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(NodeErrorRecords.FileNotRead(path, e.Message, e));
        }

        throw new InvalidOperationException("not reached");
    }
}
