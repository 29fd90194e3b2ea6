using System.Diagnostics;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Faults;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Nodes;

public sealed class LocalShellTests : IAsyncLifetime
{
    private readonly TempTree _tree = new();
    private readonly LocalShell _shell = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _shell.DisposeAsync();
        _tree.Dispose();
    }

    [Fact]
    public async Task Gives_back_output_errors_and_status()
    {
        var result = await _shell.RunAsync(
            new NodeCommand("cat; echo \"$1\"; echo why >&2; exit 7", "a b") { Input = "in\n"u8.ToArray() }, CancellationToken.None);
        Assert.Equal((7, "in\na b\n", "why"), (result.ExitCode, result.OutputText, result.ErrorText));
    }

    [Fact]
    public async Task Megabytes_both_ways_do_not_block()
    {
        var input = new byte[5_000_000];
        new Random(1).NextBytes(input);
        var result = await _shell.RunAsync(new NodeCommand("cat; head -c 300000 /dev/zero >&2") { Input = input }, CancellationToken.None);
        Assert.True(input.AsSpan().SequenceEqual(result.Output.Span));
        Assert.Equal(65536, result.ErrorOutput.Length);
    }

    [Fact]
    public async Task A_command_may_leave_its_input_unread()
    {
        var result = await _shell.RunAsync(new NodeCommand("exit 3") { Input = new byte[5_000_000] }, CancellationToken.None);
        Assert.Equal(3, result.ExitCode);
    }

    [Fact]
    public async Task A_command_that_takes_too_long_is_killed_and_named()
    {
        var command = new NodeCommand("echo $$ >\"$1\"; sleep 987", _tree.Root + "/pid") { Timeout = TimeSpan.FromSeconds(1) };
        var error = await Assert.ThrowsAsync<NodeException>(() => _shell.RunAsync(command, CancellationToken.None));
        Assert.Equal((NodeErrorKind.CommandTimeout, _shell.NodeName), (error.Kind, error.NodeName));
        await AssertGoneAsync();
    }

    [Fact]
    public async Task A_command_that_is_cancelled_may_tidy_up_and_is_gone()
    {
        var command = new NodeCommand("trap 'echo tidy >\"$1/tidy\"; exit 143' TERM; echo $$ >\"$1/pid\"; sleep 987", _tree.Root);
        using var cancellation = new CancellationTokenSource();
        var run = _shell.RunAsync(command, cancellation.Token);
        await AppearsAsync("pid");

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal("tidy\n", await File.ReadAllTextAsync(_tree.Root + "/tidy"));
        await AssertGoneAsync();
    }

    [Fact]
    public async Task No_moment_of_its_start_lets_a_command_outlive_its_cancellation()
    {
        for (var microseconds = 0; microseconds < 20_000; microseconds += 250)
        {
            var script = _tree.Root + "/" + microseconds;
            using var cancellation = new CancellationTokenSource();
            var run = _shell.RunAsync(new NodeCommand("sleep 987; : \"$1\"", script), cancellation.Token);
            var clock = Stopwatch.StartNew();
            SpinWait.SpinUntil(() => clock.Elapsed.TotalMicroseconds >= microseconds);

            await cancellation.CancelAsync();

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
            Assert.DoesNotContain(Directory.GetDirectories("/proc"), folder => TextOf(folder + "/cmdline").Contains(script, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_command_that_will_not_end_is_killed()
    {
        var command = new NodeCommand("trap '' TERM; echo $$ >\"$1/pid\"; while :; do sleep 0.1; done", _tree.Root);
        using var cancellation = new CancellationTokenSource();
        var run = _shell.RunAsync(command, cancellation.Token);
        await AppearsAsync("pid");
        var watch = Stopwatch.StartNew();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        await AssertGoneAsync();
    }

    /// <summary>A file of /proc; empty when its process is gone, also when it goes while it is read.</summary>
    private static string TextOf(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private async Task AssertGoneAsync()
    {
        // A process that ended stays in /proc until somebody asks for its status.
        var process = $"/proc/{(await File.ReadAllTextAsync(_tree.Root + "/pid")).Trim()}";
        var isGone = false;
        for (var i = 0; i < 500 && !isGone; i++)
        {
            await Task.Delay(10);
            isGone = TextOf(process + "/status") is var status && (status.Length == 0 || status.Contains("State:\tZ", StringComparison.Ordinal));
        }

        Assert.True(isGone, process);
    }

    private async Task AppearsAsync(string name)
    {
        for (var i = 0; i < 2000 && !(File.Exists(_tree.Root + "/" + name) && new FileInfo(_tree.Root + "/" + name).Length > 0); i++)
        {
            await Task.Delay(10);
        }

        Assert.True(File.Exists(_tree.Root + "/" + name));
    }
}
