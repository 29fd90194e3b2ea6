using System.Management.Automation;
using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Haproxy;

/// <summary>Export-HaproxyServerState: keeps the servers' administrative states and weights in a file, which HAProxy's own <c>server-state-file</c> reads, too.</summary>
[Cmdlet(VerbsData.Export, "HaproxyServerState", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportHaproxyServerStateCommand : HaproxyCommand
{
    private readonly HaproxyPipedServers _piped = new();

    /// <summary>Servers from Get-HaproxyServer: only their states are kept. All unless given.</summary>
    [Parameter(ValueFromPipeline = true)]
    public HaproxyServer[] InputObject { get; set; } = [];

    /// <summary>The file to write.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Replaces a file that exists; the old one is kept beside it as <c>.bak-</c> and the time.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Emits the file.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _piped.Add(InputObject);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (IsPipelineEmpty(_piped))
        {
            ThrowTerminatingError(HaproxyErrorRecords.NothingPiped());
        }

        var path = FilePath(Path);
        if (File.Exists(path) && !Force)
        {
            ThrowTerminatingError(NodeErrorRecords.FileExists(path));
        }

        var sources = SelectedSources(_piped).ToList();
        if (sources.Count > 1)
        {
            ThrowTerminatingError(HaproxyErrorRecords.SeveralBalancers(sources));
        }

        Ask(sources[0], async (balancer, pump, token) =>
        {
            var answer = await balancer.Runtime("export server states").AskAsync("show servers state", token);

            // What is no such table must not replace one.
            _ = HaproxyServerStates.Parse(balancer.Source, answer.Span);
            var table = HaproxyServerStateTable.Only(answer.Span, (backend, name) => _piped.Contains(null, backend, name));
            var count = HaproxyServerStates.Parse(balancer.Source, table).Rows.Count;
            if (await pump.AskAsync(c => c.ShouldProcess(path, $"Write the states of {count} servers of {balancer.Source}")))
            {
                await pump.AskAsync(_ => Write(path, table));
            }
        });
    }

    private bool Write(string path, byte[] table)
    {
        try
        {
            LocalFile.Write(path, table);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(NodeErrorRecords.FileNotWritten(path, e.Message, e));
        }

        if (PassThru)
        {
            WriteObject(InvokeProvider.Item.Get([path], force: true, literalPath: true), enumerateCollection: true);
        }

        return true;
    }
}
