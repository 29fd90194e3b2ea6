using System.Diagnostics;
using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Haproxy.Live;
using Ultrafarma.Cluster.Nodes;
using Xunit;

namespace Ultrafarma.Cluster.Tests.HaproxyLive;

/// <summary>The loop: looks, keys and changes, with a balancer in memory and no terminal.</summary>
public sealed class HaproxyWatchTests : IDisposable
{
    private readonly FakeBalancer _balancer = new(Scene.Usual);
    private readonly FakeScreen _screen = new();
    private readonly CancellationTokenSource _stop = new();

    public void Dispose()
    {
        _stop.Dispose();
        _screen.Dispose();
    }

    [Fact]
    public async Task Looks_again_and_again_until_somebody_leaves()
    {
        var watch = Run();
        await _screen.WaitAsync(view => view.Looks > 3);
        _screen.Type("q");
        await watch.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Drains_after_a_yes_and_shows_what_came_of_it()
    {
        var watch = Run();
        await _screen.AskAsync("d");
        Assert.Empty(_balancer.Changes);
        _screen.Type("y");
        await _screen.WaitAsync(view => view.Message?.Text == "web/APP01: drain is done, it is DRAIN now.");
        await _screen.WaitAsync(view => view.SelectedServer!.IsDraining);
        Assert.Equal(["web/APP01 Drain"], _balancer.Changes);
        await LeaveAsync(watch);
    }

    [Fact]
    public async Task The_guard_counts_on_a_new_look_and_not_on_what_the_screen_shows()
    {
        var watch = Run(interval: 600);
        await _screen.WaitAsync(view => view.Looks == 1);
        await _balancer.SetStateAsync(Scene.Usual.Find("web", "APP05")!, HaproxyTargetState.Maint, default);
        await _screen.AskAsync("d");
        var view = await _screen.AskAsync("y");
        Assert.True(view.Question!.IsLastServer);
        Assert.Equal(["web/APP05 Maint"], _balancer.Changes);
        await _screen.AskAsync("y");
        _screen.Type("force<Enter>");
        await _screen.WaitAsync(view => view.Message?.Text.Contains("drain is done", StringComparison.Ordinal) == true);
        Assert.Equal(["web/APP05 Maint", "web/APP01 Drain"], _balancer.Changes);
        await LeaveAsync(watch);
    }

    [Fact]
    public async Task What_was_typed_before_a_question_could_be_read_does_not_answer_it()
    {
        var watch = Run(interval: 600);
        await _screen.WaitAsync(view => view.Looks == 1);
        await _screen.AskAsync("dy");
        _screen.Type("n");
        await _screen.WaitAsync(view => view.Message?.Text == "web/APP01 is left as it is.");

        // The same question once more has not been read either.
        var first = await _screen.AskAsync("dy");
        _screen.Type("ndy");
        await _screen.WaitAsync(view => view.Question is { } question && !ReferenceEquals(question, first.Question));
        _screen.Type("n");
        await _screen.WaitAsync(view => view.Message?.Text == "web/APP01 is left as it is.");

        // Nor has the second one, about the last server.
        await _screen.AskAsync("<End>d");
        await _screen.AskAsync("yforce<Enter>");
        _screen.Type("<Escape>");
        await _screen.WaitAsync(view => view.Message?.Text == "static/CDN1 is left as it is.");
        Assert.Empty(_balancer.Changes);
        await LeaveAsync(watch);
    }

    [Fact]
    public async Task A_look_that_fails_is_shown_and_the_view_goes_on()
    {
        var watch = Run();
        _balancer.Before = _ => throw HaproxyFailure.Unreachable(Scene.Source, "Connection refused");
        await _screen.WaitAsync(view => view.Message is { IsError: true, IsAboutReading: true });
        _balancer.Before = _ => throw new NodeException(NodeErrorKind.Unreachable, "lb01", "The connection was lost.");
        await _screen.WaitAsync(view => view.Message?.Text == "The connection was lost.");
        _balancer.Before = _ => Task.CompletedTask;
        await _screen.WaitAsync(view => view.Message is null);
        await LeaveAsync(watch);
    }

    [Fact]
    public async Task A_bug_ends_it_so_that_the_terminal_is_given_back()
    {
        var watch = Run();
        _balancer.Before = _ => throw new InvalidOperationException("a bug");
        Assert.Equal("a bug", (await Assert.ThrowsAsync<InvalidOperationException>(() => watch)).Message);
    }

    [Fact]
    public async Task A_change_that_fails_is_shown_and_the_view_goes_on()
    {
        var watch = Run(interval: 600);
        await _screen.WaitAsync(view => view.Looks == 1);
        _balancer.Before = _ => throw HaproxyFailure.PageReadOnly(Scene.Source);
        await _screen.AskAsync("d");
        _screen.Type("y");
        await _screen.WaitAsync(view => view.Message?.Text.Contains("allows no changes", StringComparison.Ordinal) == true);
        Assert.Empty(_balancer.Changes);
        _balancer.Before = _ => Task.CompletedTask;
        await LeaveAsync(watch);
    }

    [Fact]
    public async Task While_a_server_is_changed_no_other_one_is_and_leaving_waits_for_it()
    {
        var gate = new TaskCompletionSource();
        var watch = Run(interval: 600);
        await _screen.WaitAsync(view => view.Looks == 1);
        _balancer.Before = gate.Task.WaitAsync;
        await _screen.AskAsync("d");
        _screen.Type("y");
        await _screen.WaitAsync(view => view.Message?.Text == "web/APP01: drain …");
        await _screen.AskAsync("<End>kd");
        _screen.Type("y");
        await _screen.WaitAsync(view => view.Message?.Text == "web/APP01 is being changed still; one after the other.");
        _screen.Type("q");
        await Task.Delay(200);
        Assert.False(watch.IsCompleted);
        gate.SetResult();
        await watch.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(["web/APP01 Drain"], _balancer.Changes);
    }

    [Fact]
    public async Task Another_window_height_is_taken_at_once()
    {
        var watch = Run(interval: 600);
        await _screen.WaitAsync(view => view.Height == 10);
        _screen.Rows = 3;
        await _screen.WaitAsync(view => view.Height == 3);
        await LeaveAsync(watch);
    }

    [Fact]
    public async Task Ctrl_C_ends_it_within_a_second_also_when_the_balancer_is_silent()
    {
        _balancer.Before = token => Task.Delay(Timeout.Infinite, token);
        var watch = Run();
        await Task.Delay(200);
        var waited = Stopwatch.StartNew();
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watch);
        Assert.InRange(waited.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Only_the_wanted_backends_are_looked_at()
    {
        var watch = Run(isWanted: name => name == "static");
        var view = await _screen.WaitAsync(view => view.Looks > 2);
        Assert.Equal("CDN1", Scene.Names(view));
        await LeaveAsync(watch);
    }

    private Task Run(double interval = 0.05, Func<string, bool>? isWanted = null) =>
        new HaproxyWatch(_balancer, _screen, TimeProvider.System, isWanted ?? (_ => true)).RunAsync(
            LiveLooks.Begin(Scene.Usual, "", null, TimeSpan.FromSeconds(interval), false), _stop.Token);

    private async Task LeaveAsync(Task watch)
    {
        _screen.Type("<Escape>q");
        await watch.WaitAsync(TimeSpan.FromSeconds(5));
    }
}
