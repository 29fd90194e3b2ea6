using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Nodes;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Haproxy;

/// <summary>Rates between two looks, and times as people type them.</summary>
public sealed class HaproxyTrafficTests
{
    private static readonly HaproxyServer Before = new FakeBalancer().Add("web", "a") with
    {
        RequestsTotal = 100,
        Responses5xx = 10,
        SessionsTotal = 50,
        BytesIn = 1000,
        BytesOut = 2000,
    };

    [Fact]
    public void Rates_are_differences_by_the_time_between()
    {
        var now = Before with { RequestsTotal = 130, Responses5xx = 13, SessionsTotal = 56, BytesIn = 1600, BytesOut = 2900, SessionsCurrent = 7 };
        var traffic = HaproxyTraffic.Between(Before, now, DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(3), isReset: false);
        Assert.Equal(
            (10d, 1d, 2d, 200d, 300d, 7L, false),
            (traffic.RequestsPerSecond, traffic.Responses5xxPerSecond, traffic.SessionsPerSecond, traffic.BytesInPerSecond,
                traffic.BytesOutPerSecond, traffic.SessionsCurrent, traffic.CountersReset));
    }

    [Fact]
    public void Counters_that_began_anew_give_no_rates()
    {
        var traffic = HaproxyTraffic.Between(Before, Before with { BytesOut = 1 }, DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(1), isReset: true);
        Assert.True(traffic.CountersReset);
        Assert.Null(traffic.RequestsPerSecond);
        Assert.Null(traffic.BytesOutPerSecond);
    }

    [Fact]
    public async Task One_counter_that_went_back_speaks_for_all_servers_of_the_balancer()
    {
        var balancer = Two();
        balancer.BeforeRead = read => (balancer["a"], balancer["b"]) = read == 1
            ? (balancer["a"] with { RequestsTotal = 100 }, balancer["b"] with { RequestsTotal = 0 })
            : (balancer["a"] with { RequestsTotal = 3 }, balancer["b"] with { RequestsTotal = 40 });
        var (traffic, _) = await MeasureAsync(balancer, 2);
        Assert.Equal([("a", true), ("b", true), ("a", false), ("b", false)], traffic.Select(t => (t.Name, t.CountersReset)));
        Assert.Null(traffic[1].RequestsPerSecond);
    }

    [Theory]
    [InlineData(7, 100, false)]
    [InlineData(8, 100, true)]
    [InlineData(7, 1, true)]
    public async Task Another_process_is_another_beginning_whatever_the_counters_say(long id, int uptime, bool isReset)
    {
        var balancer = Two();
        balancer.BeforeRead = read => balancer.Process = read == 1 ? new(7, TimeSpan.FromSeconds(99)) : new(id, TimeSpan.FromSeconds(uptime));
        var (traffic, _) = await MeasureAsync(balancer, 1);
        Assert.Equal([isReset, isReset], traffic.Select(t => t.CountersReset));
    }

    [Fact]
    public async Task A_look_that_fails_is_missed_and_the_next_rates_are_over_the_whole_time()
    {
        var balancer = Two();
        balancer.BeforeRead = read =>
        {
            if (read is 2 or 3)
            {
                throw HaproxyFailure.Unreachable(balancer.Source, "Connection refused");
            }
        };
        var (traffic, missed) = await MeasureAsync(balancer, 4);
        Assert.Equal([("a", 2), ("b", 2), ("a", 0), ("b", 0)], traffic.Select(t => (t.Name, t.LooksMissed)));
        Assert.True(traffic[0].Interval > TimeSpan.FromMilliseconds(140));
        Assert.Equal(2, missed.Count);
    }

    [Theory]
    [InlineData(1, HaproxyErrorKind.Unreachable)]
    [InlineData(3, HaproxyErrorKind.Unreachable)]
    [InlineData(2, HaproxyErrorKind.PermissionDenied)]
    internal async Task The_first_and_the_last_look_and_what_does_not_pass_are_errors(int failing, HaproxyErrorKind kind)
    {
        var balancer = Two();
        balancer.BeforeRead = read =>
        {
            if (read == failing)
            {
                throw new HaproxyException(kind, balancer.Source, "no");
            }
        };
        Assert.Equal(kind, (await Assert.ThrowsAsync<HaproxyException>(() => MeasureAsync(balancer, 2))).Kind);
    }

    [Fact]
    public void What_HAProxy_does_not_count_has_no_rate()
    {
        var tcp = Before with { RequestsTotal = null, Responses5xx = null };
        var traffic = HaproxyTraffic.Between(tcp, tcp with { SessionsTotal = 51 }, DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(2), isReset: false);
        Assert.Equal((null, null, 0.5, false), (traffic.RequestsPerSecond, traffic.Responses5xxPerSecond, traffic.SessionsPerSecond, traffic.CountersReset));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("90", 90)]
    [InlineData("1.5", 1.5)]
    [InlineData("90s", 90)]
    [InlineData("500ms", 0.5)]
    [InlineData("15m", 900)]
    [InlineData("1h", 3600)]
    [InlineData("00:01:30", 90)]
    [InlineData("1.00:00:00", 86400)]
    public void Times_are_read(string text, double seconds) => Assert.Equal(seconds, Duration.Parse(text)!.Value.TotalSeconds);

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("-1")]
    [InlineData("-00:00:01")]
    [InlineData("soon")]
    [InlineData("1d")]
    [InlineData("1sm")]
    [InlineData("1e300")]
    [InlineData("99999999999999999999h")]
    public void What_is_no_time_is_refused(string text) => Assert.Null(Duration.Parse(text));

    private static FakeBalancer Two()
    {
        var balancer = new FakeBalancer();
        balancer.Add("web", "a");
        balancer.Add("web", "b");
        return balancer;
    }

    private static async Task<(List<HaproxyTraffic> Traffic, List<HaproxyException> Missed)> MeasureAsync(FakeBalancer balancer, int count)
    {
        var (traffic, missed) = (new List<HaproxyTraffic>(), new List<HaproxyException>());
        await new HaproxyTrafficMeter(balancer, TimeProvider.System).RunAsync(
            TimeSpan.FromMilliseconds(50), count, _ => true, traffic.AddRange, missed.Add, CancellationToken.None);
        return (traffic, missed);
    }
}
