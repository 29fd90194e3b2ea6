using System.Diagnostics;
using System.Security.Cryptography;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Tests.Ssh;

[Collection(SshdTests.Name)]
public sealed class SshCommandTests : IDisposable
{
    private readonly TestSshd _sshd = new();

    public void Dispose() => _sshd.Dispose();

    [Fact]
    public async Task Runs_a_command_with_its_arguments_as_they_are()
    {
        await using var shell = await _sshd.ConnectAsync();
        var result = await shell.RunAsync(new NodeCommand("printf '%s|' \"$@\"", "a b", "$HOME 'x'", "\nü*"), default);
        Assert.Equal("a b|$HOME 'x'|\nü*|", result.OutputText);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal("web1", shell.NodeName);
    }

    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 3", 3)]
    [InlineData("exit 255", 255)]
    [InlineData("kill -PIPE $$", 141)]
    public async Task Gives_the_exit_status(string script, int expected)
    {
        await using var shell = await _sshd.ConnectAsync();
        Assert.Equal(expected, (await shell.RunAsync(new NodeCommand(script), default)).ExitCode);
    }

    [Fact]
    public async Task A_death_by_signal_is_128_and_the_signal()
    {
        await using var shell = await _sshd.ConnectAsync();

        // The login shell's own process, which sshd watches: timeout has replaced it.
        await using var process = await shell.StartAsync(new NodeCommand("kill -SEGV $PPID; sleep 20"), default);
        Assert.Equal(139, await process.ExitCode.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task Binary_data_goes_in_and_comes_out_unchanged()
    {
        var data = RandomNumberGenerator.GetBytes(10 * 1024 * 1024);
        await using var shell = await _sshd.ConnectAsync();
        var result = await shell.RunAsync(new NodeCommand("cat; echo complaint >&2") { Input = data }, default);
        Assert.True(result.Output.Span.SequenceEqual(data));
        Assert.Equal("complaint", result.ErrorText);
    }

    [Fact]
    public async Task An_input_that_was_never_written_to_ends()
    {
        await using var shell = await _sshd.ConnectAsync();
        await using var process = await shell.StartAsync(new NodeCommand("wc -c"), default);
        await process.Input.DisposeAsync();
        Assert.Equal(0, await process.ExitCode.WaitAsync(TimeSpan.FromSeconds(5)));
        Assert.Equal("0\n", await new StreamReader(process.Output).ReadToEndAsync());
    }

    [Fact]
    public async Task Output_is_read_while_the_command_runs()
    {
        await using var shell = await _sshd.ConnectAsync();
        await using var process = await shell.StartAsync(new NodeCommand("while read -r x; do echo \"got $x\"; done"), default);
        using var output = new StreamReader(process.Output);
        foreach (var word in new[] { "one", "two" })
        {
            await process.Input.WriteAsync(System.Text.Encoding.ASCII.GetBytes(word + "\n"));
            Assert.Equal("got " + word, await output.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(5)));
        }

        Assert.False(process.ExitCode.IsCompleted);
    }

    [Fact]
    public async Task A_command_that_leaves_its_input_unread_is_no_error()
    {
        await using var shell = await _sshd.ConnectAsync();
        var result = await shell.RunAsync(new NodeCommand("head -c 3") { Input = new byte[20 * 1024 * 1024] }, default);
        Assert.Equal(3, result.Output.Length);
    }

    [Fact]
    public async Task Twenty_commands_at_once_share_one_connection()
    {
        await using var shell = await _sshd.ConnectAsync();
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            shell.RunAsync(new NodeCommand("sleep 0.2; echo $1; exit $1", $"{i}"), default)));
        Assert.Equal(Enumerable.Range(0, 20), results.Select(result => result.ExitCode));
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i}\n"), results.Select(result => result.OutputText));
        Assert.Single(_sshd.Log.Split("Accepted publickey").Skip(1));
    }

    [Fact]
    public async Task Hundreds_of_short_commands_never_run_into_the_servers_limit_of_sessions()
    {
        await using var shell = await _sshd.ConnectAsync();
        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => shell.RunAsync(new NodeCommand("exit 5"), default)));
        Assert.All(results, result => Assert.Equal(5, result.ExitCode));
    }

    [Fact]
    public async Task Slots_come_back_also_from_commands_that_were_given_up()
    {
        await using var shell = await _sshd.ConnectAsync();
        for (var i = 0; i < 25; i++)
        {
            await using var process = await shell.StartAsync(new NodeCommand("sleep 30"), default);
        }

        Assert.Equal(7, (await shell.RunAsync(new NodeCommand("exit 7"), default)).ExitCode);
    }

    [Fact]
    public async Task A_command_that_takes_too_long_is_killed_on_the_node()
    {
        await using var shell = await _sshd.ConnectAsync();
        var error = await Assert.ThrowsAsync<NodeException>(() =>
            shell.RunAsync(new NodeCommand(Sleep("31.41") + " & wait") { Timeout = TimeSpan.FromSeconds(0.3) }, default));
        Assert.Equal(NodeErrorKind.CommandTimeout, error.Kind);
        await AssertGoneAsync(Sleep("31.41"));
    }

    [Fact]
    public async Task Cancelling_ends_at_once_here_and_on_the_node()
    {
        await using var shell = await _sshd.ConnectAsync();
        using var cancel = new CancellationTokenSource();
        var run = shell.RunAsync(new NodeCommand(Sleep("27.18") + " & wait"), cancel.Token);
        await WaitUntilAsync(() => IsRunning(Sleep("27.18")));
        var watch = Stopwatch.StartNew();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);

        // A second, and as much again for a busy test machine.
        Assert.InRange(watch.ElapsedMilliseconds, 0, 2000);
        await AssertGoneAsync(Sleep("27.18"));
        Assert.Equal(0, (await shell.RunAsync(new NodeCommand("true"), default)).ExitCode);
    }

    [Fact]
    public async Task A_reader_that_stops_does_not_fill_the_memory_and_others_go_on()
    {
        await using var shell = await _sshd.ConnectAsync();
        await using var process = await shell.StartAsync(new NodeCommand("head -c 100000000 /dev/zero"), default);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await Task.Delay(1000);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 10_000_000);

        // The one who does not read waits alone.
        Assert.Equal(0, (await shell.RunAsync(new NodeCommand("head -c 5000000 /dev/zero"), default)).ExitCode);
        Assert.False(process.ExitCode.IsCompleted);

        var total = 0L;
        var buffer = new byte[65536];
        int count;
        while ((count = await process.Output.ReadAsync(buffer)) > 0)
        {
            total += count;
        }

        Assert.Equal(100_000_000, total);
        Assert.Equal(0, await process.ExitCode);
    }

    [Fact]
    public async Task A_large_input_waits_for_a_command_that_reads_slowly()
    {
        await using var shell = await _sshd.ConnectAsync();
        var result = await shell.RunAsync(new NodeCommand("sleep 1; wc -c") { Input = new byte[50_000_000] }, default);
        Assert.Equal("50000000\n", result.OutputText);
    }

    [Fact]
    public async Task Starting_on_a_closed_shell_says_that_the_connection_is_lost()
    {
        var shell = await _sshd.ConnectAsync();
        await shell.DisposeAsync();
        var error = await Assert.ThrowsAsync<NodeException>(() => shell.StartAsync(new NodeCommand("true"), default));
        Assert.Equal(NodeErrorKind.ConnectionLost, error.Kind);
        await WaitUntilAsync(() => _sshd.Log.Contains("Disconnected from", StringComparison.Ordinal)
            || _sshd.Log.Contains("Connection closed by", StringComparison.Ordinal)
            || _sshd.Log.Contains("Connection reset by", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cancelled_start_leaves_no_command_behind()
    {
        await using var shell = await _sshd.ConnectAsync();
        using var cancel = new CancellationTokenSource();
        var start = shell.StartAsync(new NodeCommand(Sleep("29.79")), cancel.Token);
        await cancel.CancelAsync();
        try
        {
            await (await start).DisposeAsync();
        }
        catch (OperationCanceledException)
        {
            // The usual case; on a fast day the command had started already.
        }

        Assert.Equal(0, (await shell.RunAsync(new NodeCommand("true"), default)).ExitCode);
        await AssertGoneAsync(Sleep("29.79"));
    }

    // Tests of another lab on this machine run the same commands: each process of tests has names of its own.
    private static string Sleep(string seconds) => $"sleep {seconds}{Environment.ProcessId}";

    private static bool IsRunning(string command) =>
        Tool.Run("ps", "-eo", "args").Split('\n').Any(line => line == command);

    private static async Task AssertGoneAsync(string command)
    {
        await WaitUntilAsync(() => !IsRunning(command));
        Assert.False(IsRunning(command));
    }

    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        for (var i = 0; i < 400 && !condition(); i++)
        {
            await Task.Delay(30);
        }

        Assert.True(condition());
    }
}
