using System.Management.Automation;
using Ultrafarma.Cluster.Haproxy;

namespace Ultrafarma.Cluster.Commands.Haproxy;

/// <summary>Measure-HaproxyTraffic: what goes through each server, as rates between looks.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "HaproxyTraffic")]
[OutputType(typeof(HaproxyTraffic))]
public sealed class MeasureHaproxyTrafficCommand : HaproxyReadCommand
{
    /// <summary>Wildcards for the backends' names.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Backend { get; set; }

    /// <summary>The time between two looks: a number of seconds, or a time such as <c>500ms</c> or <c>1m</c>.</summary>
    [Parameter]
    [Duration(MinimumSeconds = 0.1, MaximumSeconds = 86400)]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many intervals.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; } = 1;

    /// <inheritdoc/>
    protected override void EndProcessing() => Ask(SelectedSource(), async (balancer, pump, token) =>
    {
        if (Backend is not null)
        {
            _ = Choose(pump, (await balancer.ReadAsync(token)).Backends, b => b.Name, Backend, "backend").Count();
        }

        var wanted = Backend?.Select(b => new WildcardPattern(b, WildcardOptions.IgnoreCase)).ToList();
        var progress = ProgressTo(pump);
        var done = 0;
        var meter = new HaproxyTrafficMeter(balancer, TimeProvider.System);
        Report();
        await meter.RunAsync(
            Interval,
            Count,
            name => wanted is null || wanted.Exists(w => w.IsMatch(name)),
            measurements =>
            {
                foreach (var measurement in measurements)
                {
                    pump.Write(measurement);
                }

                done++;
                Report();
            },
            missed => pump.WriteWarning($"{missed.Message} This look is missed; measuring goes on, and the next rates are over the whole time."),
            token);

        void Report() => progress.Report(new(
            "Measuring traffic", $"{done} of {Count} intervals", (int)Math.Min(100, 100L * done / Count)));
    });
}
