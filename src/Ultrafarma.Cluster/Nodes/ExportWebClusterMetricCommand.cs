using System.Management.Automation;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Nodes;

/// <summary>Export-WebClusterMetric: the cluster as metrics, in a file that Prometheus' node_exporter collects.</summary>
[Cmdlet(VerbsData.Export, "WebClusterMetric", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportWebClusterMetricCommand : GlanceExportCommand
{
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var scope = ScopedGroup();
        if (Begin(OpenMetricsWriter.FirstWords, scope, $"Write the metrics of {scope.NodeNames.Count} nodes") is not { } file)
        {
            return;
        }

        Run(async (pump, token) =>
        {
            var look = await LookAsync(pump, token);
            var text = OpenMetricsWriter.Write(ClusterMetrics.Of(look, scope.NodeNames));
            await pump.AskAsync(_ => Write(file, text, isForAll: true));
        });
    }
}
