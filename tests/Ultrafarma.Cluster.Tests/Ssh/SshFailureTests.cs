using System.Diagnostics;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Tests.Ssh;

[Collection(SshdTests.Name)]
public sealed class SshFailureTests : IDisposable
{
    private readonly TestSshd _sshd = new();

    public void Dispose() => _sshd.Dispose();

    [Fact]
    public async Task Sshd_that_dies_under_a_command_is_a_lost_connection()
    {
        await using var shell = await _sshd.ConnectAsync();
        var run = shell.RunAsync(new NodeCommand("sleep 30"), default);
        await Task.Delay(300);
        var watch = Stopwatch.StartNew();
        _sshd.Kill();
        var error = await Assert.ThrowsAsync<NodeException>(() => run);
        Assert.Equal(NodeErrorKind.ConnectionLost, error.Kind);
        Assert.InRange(watch.ElapsedMilliseconds, 0, 4000);

        error = await Assert.ThrowsAsync<NodeException>(() => shell.RunAsync(new NodeCommand("true"), default));
        Assert.Equal(NodeErrorKind.ConnectionLost, error.Kind);
    }

    [Fact]
    public async Task Half_an_output_is_never_taken_for_the_whole()
    {
        await using var shell = await _sshd.ConnectAsync();
        await using var process = await shell.StartAsync(new NodeCommand("echo half; sleep 30"), default);
        var buffer = new byte[100];
        await process.Output.ReadExactlyAsync(buffer.AsMemory(0, "half\n".Length));
        _sshd.Kill();
        var error = await Assert.ThrowsAsync<NodeException>(async () => await process.Output.ReadAtLeastAsync(buffer, 1));
        Assert.Equal(NodeErrorKind.ConnectionLost, error.Kind);
    }

    [Fact]
    public async Task A_link_that_falls_silent_is_found_by_three_missed_keep_alives()
    {
        using var relay = new TestRelay(_sshd.Port);
        _sshd.Trust(port: relay.Port);
        await using var shell = await _sshd.ConnectAsync(
            _sshd.Settings with { KeepAlive = TimeSpan.FromMilliseconds(500) }, port: relay.Port);

        // Alive for more than three intervals without a word from the command: the answers count.
        Assert.Equal(0, (await shell.RunAsync(new NodeCommand("sleep 3"), default)).ExitCode);

        var run = shell.RunAsync(new NodeCommand("sleep 30"), default);
        await Task.Delay(300);
        relay.FallSilent();
        var watch = Stopwatch.StartNew();
        var error = await Assert.ThrowsAsync<NodeException>(() => run.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal(NodeErrorKind.ConnectionLost, error.Kind);
        Assert.InRange(watch.ElapsedMilliseconds, 1000, 5000);
    }

    [Fact]
    public async Task A_write_that_is_stuck_in_a_cut_link_does_not_hold_up_the_end()
    {
        using var relay = new TestRelay(_sshd.Port);
        _sshd.Trust(port: relay.Port);
        var shell = await _sshd.ConnectAsync(port: relay.Port);
        var process = await shell.StartAsync(new NodeCommand("cat >/dev/null"), default);
        relay.FallSilent();
        using var cancel = new CancellationTokenSource();
        var write = process.Input.WriteAsync(new byte[50_000_000], cancel.Token).AsTask();
        await Task.Delay(500);
        Assert.False(write.IsCompleted);

        var watch = Stopwatch.StartNew();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
        await process.DisposeAsync();
        Assert.InRange(watch.ElapsedMilliseconds, 0, 2000);

        await shell.DisposeAsync();
        Assert.InRange(watch.ElapsedMilliseconds, 0, 4000);
        Assert.True(process.ExitCode.IsCompleted);
    }

    [Fact]
    public async Task A_stale_connection_is_found_when_the_next_command_starts()
    {
        using var relay = new TestRelay(_sshd.Port);
        _sshd.Trust(port: relay.Port);
        await using var shell = await _sshd.ConnectAsync(
            _sshd.Settings with { ConnectTimeout = TimeSpan.FromSeconds(4) }, port: relay.Port);
        relay.FallSilent();
        var watch = Stopwatch.StartNew();
        var error = await Assert.ThrowsAsync<NodeException>(() => shell.StartAsync(new NodeCommand("true"), default));
        Assert.Equal(NodeErrorKind.ConnectionLost, error.Kind);
        Assert.InRange(watch.ElapsedMilliseconds, 3900, 7000);
    }

    [Fact]
    public async Task A_server_that_never_speaks_is_unreachable_in_time()
    {
        using var relay = new TestRelay(0);
        var watch = Stopwatch.StartNew();
        var error = await Assert.ThrowsAsync<NodeException>(() => _sshd.ConnectAsync(
            _sshd.Settings with { ConnectTimeout = TimeSpan.FromSeconds(1.5) }, port: relay.Port));
        Assert.Equal(NodeErrorKind.Unreachable, error.Kind);
        Assert.Contains("does not speak ssh", error.Message, StringComparison.Ordinal);
        Assert.InRange(watch.ElapsedMilliseconds, 1400, 4000);
    }

    [Fact]
    public async Task A_cancelled_connect_returns_at_once()
    {
        using var relay = new TestRelay(0);
        using var cancel = new CancellationTokenSource();
        var connect = new Ultrafarma.Cluster.Ssh.SshNodeConnector().ConnectAsync(
            _sshd.Endpoint with { Port = relay.Port }, _sshd.Settings, _sshd.Credential, cancel.Token);
        await relay.AcceptsAsync();
        Assert.False(connect.IsCompleted);
        var watch = Stopwatch.StartNew();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connect);
        Assert.InRange(watch.ElapsedMilliseconds, 0, 2000);
    }

    [Fact]
    public async Task A_port_where_nothing_listens_is_unreachable()
    {
        var error = await Assert.ThrowsAsync<NodeException>(() => _sshd.ConnectAsync(port: TestSshd.FreePort()));
        Assert.Equal(NodeErrorKind.Unreachable, error.Kind);
        Assert.Contains("nothing listens", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_nobody_knows_is_unreachable()
    {
        var error = await Assert.ThrowsAsync<NodeException>(() => new Ultrafarma.Cluster.Ssh.SshNodeConnector().ConnectAsync(
            _sshd.Endpoint with { Address = "no-such-host.invalid" }, _sshd.Settings, _sshd.Credential, default));
        Assert.Equal(NodeErrorKind.Unreachable, error.Kind);
    }

    [Fact]
    public async Task A_dropped_hello_is_tried_once_more()
    {
        using var relay = new TestRelay(_sshd.Port, drop: 1);
        _sshd.Trust(port: relay.Port);
        await using var shell = await _sshd.ConnectAsync(port: relay.Port);
        Assert.Equal(0, (await shell.RunAsync(new NodeCommand("true"), default)).ExitCode);
        Assert.Equal(2, relay.Accepted);
    }

    [Fact]
    public async Task A_hello_that_is_dropped_twice_is_unreachable()
    {
        using var relay = new TestRelay(_sshd.Port, drop: 3);
        _sshd.Trust(port: relay.Port);
        var error = await Assert.ThrowsAsync<NodeException>(() => _sshd.ConnectAsync(port: relay.Port));
        Assert.Equal(NodeErrorKind.Unreachable, error.Kind);
        Assert.Contains("MaxStartups", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, relay.Accepted);
    }

    [Fact]
    public async Task A_server_that_allows_no_commands_says_so()
    {
        using var sshd = new TestSshd("MaxSessions 0");
        await using var shell = await sshd.ConnectAsync();
        var error = await Assert.ThrowsAsync<NodeException>(() => shell.StartAsync(new NodeCommand("true"), default));
        Assert.Equal(NodeErrorKind.CommandFailed, error.Kind);
        Assert.Contains("MaxSessions", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fifty_connections_at_once_do_not_wait_for_the_thread_pool()
    {
        var connector = new Ultrafarma.Cluster.Ssh.SshNodeConnector();
        var shells = await Task.WhenAll(Enumerable.Range(0, 50).Select(i =>
            connector.ConnectAsync(_sshd.Endpoint with { Name = $"web{i}" }, _sshd.Settings, _sshd.Credential, default)));
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(shells.Select(shell => shell.RunAsync(new NodeCommand("sleep 1"), default)));

        // Each of the 100 readers on a thread of its own would need half a minute to get those threads.
        Assert.InRange(watch.ElapsedMilliseconds, 1000, 15_000);
        await Task.WhenAll(shells.Select(shell => shell.DisposeAsync().AsTask()));
    }
}
