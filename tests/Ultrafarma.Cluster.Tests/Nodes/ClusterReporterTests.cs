using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Faults;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Nodes;

/// <summary>What a report asks for beyond the look at the cluster, without a server.</summary>
public sealed class ClusterReporterTests
{
    private static readonly ReportSample Sample = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(20));

    [Fact]
    public async Task A_balancer_that_goes_away_while_it_is_measured_costs_the_rest_of_the_measurement_only()
    {
        var scene = new ClusterScene().AddDown("app1");
        scene.Balancer!.BeforeRead = read =>
        {
            if (read > 3)
            {
                throw new HaproxyException(HaproxyErrorKind.AuthenticationFailed, "lb", "lb lets nobody in.");
            }
        };
        var traffic = (await ReadAsync(scene, Sample)).Traffic!;
        Assert.Equal((2, 0, "lb lets nobody in."), (traffic.Measured.Count, traffic.Missed, traffic.Error));
    }

    [Fact]
    public async Task A_look_that_fails_once_is_counted_and_measuring_goes_on()
    {
        var scene = new ClusterScene().AddDown("app1");
        scene.Balancer!.BeforeRead = read =>
        {
            if (read == 3)
            {
                throw new HaproxyException(HaproxyErrorKind.Unreachable, "lb", "lb does not answer.");
            }
        };
        var traffic = (await ReadAsync(scene, Sample)).Traffic!;
        Assert.Equal((4, 1, null), (traffic.Measured.Count, traffic.Missed, traffic.Error));
    }

    [Fact]
    public async Task Nothing_is_measured_where_nothing_is_to_be_or_can_be()
    {
        Assert.Null((await ReadAsync(new ClusterScene().AddDown("app1"), Sample with { Duration = TimeSpan.Zero })).Traffic);
        Assert.Null((await ReadAsync(new ClusterScene { Balancer = null }.AddDown("app1"), Sample)).Traffic);
        var scene = new ClusterScene().AddDown("app1");
        scene.BalancerError = new HaproxyException(HaproxyErrorKind.Unreachable, "lb", "lb does not answer.");
        scene.Balancer!.BeforeRead = _ => Assert.Fail("It is not asked again.");
        Assert.Null((await ReadAsync(scene, Sample)).Traffic);
    }

    [Fact]
    public async Task A_node_that_fails_is_an_answer_too()
    {
        var report = await ReadAsync(new ClusterScene { Balancer = null }.AddBare("app1").AddBare("app2"), Sample, new GoneGroup());
        Assert.Equal(["app1 is gone.", "app2 is gone."], report.Schedules.Select(s => s.Error!.Message));
        Assert.Empty(report.Checks.Httpd);
        Assert.Empty(report.Checks.Csync.Failures);
    }

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(10, 1, 10)]
    [InlineData(1, 0.3, 3)]
    [InlineData(1, 1, 1)]
    public void A_sample_is_a_number_of_intervals(double duration, double interval, int count) =>
        Assert.Equal(count, new ReportSample(TimeSpan.FromSeconds(duration), TimeSpan.FromSeconds(interval)).Count);

    [Fact]
    public async Task It_ends_when_it_is_told_to()
    {
        using var stopping = new CancellationTokenSource(50);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            ReadAsync(new ClusterScene().AddDown("app1"), new ReportSample(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1)), token: stopping.Token));
    }

    private static Task<ClusterReport> ReadAsync(ClusterScene scene, ReportSample sample, INodeGroup? group = null, CancellationToken token = default)
    {
        var look = scene.Look();
        return new ClusterReporter(look.Inventory, group ?? new FakeCluster("app1"), scene.Balancer, TimeProvider.System)
            .ReadAsync(look, [.. look.Nodes.Select(n => n.NodeName)], sample, new Progress<OperationProgress>(), token);
    }

    private sealed class GoneGroup : INodeGroup
    {
        public IReadOnlyList<string> NodeNames => ["app1", "app2"];

        public IReadOnlyList<string> KnownNames => NodeNames;

        public int ThrottleLimit => 2;

        public INodeShell this[string nodeName] => throw new NodeException(NodeErrorKind.ConnectionLost, nodeName, $"{nodeName} is gone.");
    }
}
