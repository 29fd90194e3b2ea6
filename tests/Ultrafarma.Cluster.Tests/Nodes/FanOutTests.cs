using Ultrafarma.Cluster.Nodes;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Nodes;

public sealed class FanOutTests
{
    private static readonly int[] Nodes = [.. Enumerable.Range(0, 20)];

    [Fact]
    public async Task Results_keep_the_order_of_the_nodes_and_errors_their_place()
    {
        var results = await RunAsync(20, async (node, token) =>
        {
            await Task.Delay(20 - node, token);
            return node % 5 == 0 ? throw new NodeException(NodeErrorKind.Unreachable, "n" + node, "down") : node * 2;
        });
        Assert.Equal(Nodes.Select(n => "n" + n), results.Select(r => r.NodeName));
        Assert.Equal(Nodes.Where(n => n % 5 != 0).Select(n => n * 2), results.Where(r => r.Error is null).Select(r => r.Value));
        Assert.Equal(["n0", "n5", "n10", "n15"], results.Where(r => r.Error is not null).Select(r => r.Error!.NodeName));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(20)]
    public async Task No_more_run_at_once_than_allowed_and_no_fewer(int limit)
    {
        var running = 0;
        var most = 0;
        var full = new TaskCompletionSource();
        await RunAsync(limit, async (_, token) =>
        {
            var now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            if (now == limit)
            {
                full.TrySetResult();
            }

            // Nobody goes on before as many run as may: a fan-out that runs fewer would end in the timeout.
            await full.Task.WaitAsync(TimeSpan.FromSeconds(30), token);
            Interlocked.Decrement(ref running);
            return 0;
        });
        Assert.Equal(limit, most);
    }

    [Fact]
    public async Task Cancelling_ends_those_that_run_and_those_that_wait()
    {
        using var cancellation = new CancellationTokenSource();
        var started = 0;
        var run = FanOut.RunAsync(
            Nodes,
            n => "n" + n,
            2,
            async (_, token) =>
            {
                Interlocked.Increment(ref started);
                await Task.Delay(Timeout.Infinite, token);
                return 0;
            },
            cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal(2, started);
    }

    [Fact]
    public async Task No_nodes_give_no_results() =>
        Assert.Empty(await FanOut.RunAsync(Array.Empty<int>(), n => "n" + n, 1, (_, _) => Task.FromResult(0), CancellationToken.None));

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }

    private static Task<IReadOnlyList<NodeResult<int>>> RunAsync(int limit, Func<int, CancellationToken, Task<int>> ask) =>
        FanOut.RunAsync(Nodes, n => "n" + n, limit, ask, CancellationToken.None);
}
