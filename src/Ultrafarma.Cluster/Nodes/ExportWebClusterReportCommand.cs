using System.Management.Automation;
using System.Text;
using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Nodes;

/// <summary>Export-WebClusterReport: the whole cluster on one page for a browser or the printer.</summary>
[Cmdlet(VerbsData.Export, "WebClusterReport", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportWebClusterReportCommand : GlanceCommand
{
    /// <summary>The file to write, as in <c>report.html</c>.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>How long the balancer's traffic is measured: a number of seconds, or a time such as <c>1m</c>.</summary>
    [Parameter]
    [Duration(MinimumSeconds = 0.1, MaximumSeconds = 86400)]
    public TimeSpan SampleDuration { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The time between two looks at it: a number of seconds, or a time such as <c>500ms</c>.</summary>
    [Parameter]
    [Duration(MinimumSeconds = 0.1, MaximumSeconds = 86400)]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Replaces a file that exists; the old one is kept beside it as <c>.bak-</c> and the time.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Emits the file.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var path = FilePath(Path);
        if (File.Exists(path) && !Force)
        {
            ThrowTerminatingError(NodeErrorRecords.FileExists(path));
        }

        if (Directory.Exists(path) || !Directory.Exists(System.IO.Path.GetDirectoryName(path)))
        {
            ThrowTerminatingError(NodeErrorRecords.FileNotWritten(path, Directory.Exists(path) ? "It is a folder." : "Its folder does not exist."));
        }

        if (ScopedGroup().NodeNames.Count == 0 || !ShouldProcess(path, "Write a report on the cluster"))
        {
            return;
        }

        Run(async (pump, token) =>
        {
            var look = await LookAsync(pump, token);
            var measuring = look.Balancer?.Snapshot is null ? Task.FromResult<IReadOnlyList<HaproxyTraffic>>([]) : MeasureAsync(pump, token);
            var answering = look.Nodes.Where(n => n.Value?.Httpd.Value is not null).Select(n => n.NodeName).ToList();
            var tests = await Group.AskAsync(answering, new HttpdConfigTester(Inventory.Httpd).TestAsync, token);
            var synced = new NodeGroupScope(
                Group, [.. look.Nodes.Where(n => n.Value?.Csync.Value is not null).Select(n => n.NodeName)], Group.ThrottleLimit);
            var conflicts = synced.NodeNames.Count < 2 ? []
                : (await new CsyncConflictFinder(synced, Inventory.Csync).FindAsync(null, null, token)).Conflicts;
            var report = new ClusterReport(look, ClusterFindings.Of(look, tests), conflicts, await measuring);
            var page = Encoding.UTF8.GetBytes(ReportWriter.Write(report));
            await pump.AskAsync(_ => Write(path, page));
        });
    }

    private async Task<IReadOnlyList<HaproxyTraffic>> MeasureAsync(PipelinePump pump, CancellationToken cancellationToken)
    {
        var (traffic, done) = (new List<HaproxyTraffic>(), 0);
        var count = Math.Max(1, (int)Math.Round(SampleDuration / Interval));
        var progress = ProgressTo(pump);
        try
        {
            await new HaproxyTrafficMeter(OpenBalancer(pump)!, TimeProvider.System).RunAsync(
                Interval,
                count,
                _ => true,
                measurements =>
                {
                    traffic.AddRange(measurements);
                    progress.Report(new("Measuring traffic", $"{++done} of {count} intervals", 100 * done / count));
                },
                missed => pump.WriteWarning($"{missed.Message} This look is missed; measuring goes on."),
                cancellationToken);
        }
        catch (Exception e) when (e is HaproxyException or NodeException)
        {
            pump.WriteWarning($"{e.Message} The report has no more of the balancer's traffic.");
        }

        return traffic;
    }

    private bool Write(string path, byte[] page)
    {
        try
        {
            LocalFile.Write(path, page);
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
