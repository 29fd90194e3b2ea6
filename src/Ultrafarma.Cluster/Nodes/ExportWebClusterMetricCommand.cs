using System.Management.Automation;
using System.Text;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Nodes;

/// <summary>Export-WebClusterMetric: the cluster as metrics, in a file that Prometheus' node_exporter collects.</summary>
[Cmdlet(VerbsData.Export, "WebClusterMetric", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportWebClusterMetricCommand : GlanceCommand
{
    /// <summary>The file to write, as in <c>/var/lib/prometheus/node-exporter/ultrafarma.prom</c>. Metrics written there before are replaced.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Replaces a file that is none of this cmdlet's, too; it is kept beside it as <c>.bak-</c> and the time.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Emits the file.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var path = FilePath(Path);
        if (Directory.Exists(path))
        {
            ThrowTerminatingError(NodeErrorRecords.FileNotWritten(path, "It is a folder."));
        }

        var isForeign = IsForeign(path);
        if (isForeign && !Force)
        {
            ThrowTerminatingError(NodeErrorRecords.FileExists(path));
        }

        var scope = ScopedGroup();
        if (scope.NodeNames.Count == 0 || !ShouldProcess(path, $"Write the metrics of {scope.NodeNames.Count} nodes"))
        {
            return;
        }

        Run(async (pump, token) =>
        {
            var look = await LookAsync(pump, token);
            var text = Encoding.UTF8.GetBytes(OpenMetricsWriter.Write(ClusterMetrics.Of(look, scope.NodeNames)));
            await pump.AskAsync(_ => Write(path, text, isForeign));
        });
    }

    // Its first words tell: a schedule writes over its own file only.
    private bool IsForeign(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        try
        {
            using var file = File.OpenRead(path);
            var first = new byte[OpenMetricsWriter.FirstWords.Length];
            return Encoding.ASCII.GetString(first, 0, file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false)) != OpenMetricsWriter.FirstWords;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(NodeErrorRecords.FileNotRead(path, e.Message, e));
            throw;
        }
    }

    private bool Write(string path, byte[] text, bool isKept)
    {
        try
        {
            if (isKept)
            {
                LocalFile.Write(path, text);
            }

            LocalFile.Replace(path, text);
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
