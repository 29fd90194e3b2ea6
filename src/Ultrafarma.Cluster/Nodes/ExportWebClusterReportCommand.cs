using System.Management.Automation;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Nodes;

/// <summary>Export-WebClusterReport: the whole cluster on one page for a browser or the printer.</summary>
[Cmdlet(VerbsData.Export, "WebClusterReport", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportWebClusterReportCommand : GlanceExportCommand
{
    /// <summary>How long the balancer's traffic is measured: a number of seconds, or a time such as <c>1m</c>; 0 for not at all.</summary>
    [Parameter]
    [Duration(MinimumSeconds = 0, MaximumSeconds = 86400)]
    public TimeSpan Duration { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The time between two looks at it: a number of seconds, or a time such as <c>500ms</c>.</summary>
    [Parameter]
    [Duration(MinimumSeconds = 0.1, MaximumSeconds = 86400)]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (Duration > TimeSpan.Zero && (Interval > Duration || Duration / Interval > ReportSample.MostIntervals))
        {
            ThrowTerminatingError(NodeErrorRecords.BadSample(Duration, Interval));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var scope = ScopedGroup();
        if (Begin(ReportPage.FirstWords, scope, $"Write a report on {scope.NodeNames.Count} nodes") is not { } file)
        {
            return;
        }

        // Not only after all has been measured.
        TryWriting(file.Path);
        Run(async (pump, token) =>
        {
            var balancer = OpenBalancer(pump);
            var look = await LookAsync(pump, balancer, token);
            var report = await new ClusterReporter(Inventory, WholeGroup(), balancer, TimeProvider.System)
                .ReadAsync(look, scope.NodeNames, new ReportSample(Duration, Interval), ProgressTo(pump), token);
            var page = ReportPage.Write(report with { Zone = TimeZoneInfo.Local });
            await pump.AskAsync(_ => Write(file, page, isForAll: false));
        });
    }
}
