using System.Net;
using System.Net.Sockets;
using System.Text;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Ssh;
using Ultrafarma.Cluster.Ssh.Jumps;
using Ultrafarma.Cluster.Ssh.Login;
using Ultrafarma.Cluster.Ssh.Transport;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Ssh;

/// <summary>Nodes behind other hosts, all of them real ssh servers.</summary>
[Collection(SshdTests.Name)]
public sealed class SshJumpTests : IDisposable
{
    private readonly TestSshd _gate = new();
    private readonly TestSshd _node = new();
    private readonly SshNodeConnector _connector = new();

    public void Dispose()
    {
        _node.Dispose();
        _gate.Dispose();
    }

    [Fact]
    public async Task A_node_behind_a_host_runs_commands_and_large_data_passes_with_keys_exchanged_anew()
    {
        using var node = new TestSshd("RekeyLimit 1M");
        await using var shell = await ConnectAsync(node, Route(_gate, "gate"));
        Assert.Equal("root\n", (await shell.RunAsync(new NodeCommand("id -un"), default)).OutputText);
        var input = new byte[8_000_000];
        new Random(1).NextBytes(input);
        Assert.Equal(input, (await shell.RunAsync(new NodeCommand("cat") { Input = input }, default)).Output);
        Assert.Contains("server_request_direct_tcpip", _gate.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("Starting session", _gate.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_hosts_stand_between_and_each_ones_key_is_checked_by_its_own_file()
    {
        using var second = new TestSshd();
        var gate = Route(_gate, "gate");
        var inner = Route(second, "inner", gate);
        await using (var shell = await ConnectAsync(_node, inner))
        {
            Assert.Equal(0, (await shell.RunAsync(new NodeCommand("true"), default)).ExitCode);
            Assert.Contains($"target 127.0.0.1 port {second.Port}", _gate.Log, StringComparison.Ordinal);
            Assert.Contains($"target 127.0.0.1 port {_node.Port}", second.Log, StringComparison.Ordinal);
        }

        File.WriteAllText(second.KnownHosts, "");
        var error = await FailsAsync(NodeErrorKind.HostKeyUnknown, inner);
        Assert.Contains(second.KnownHosts, error.Message, StringComparison.Ordinal);
        Assert.Contains("leads through inner", error.Message, StringComparison.Ordinal);
        Assert.Contains($"inner (127.0.0.1:{second.Port} through gate)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nodes_behind_the_same_host_share_one_connection_to_it_that_ends_with_the_last_of_them()
    {
        var gate = Route(_gate, "gate");
        var shells = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => ConnectAsync(_node, gate)));
        Assert.Equal(1, CountOf(_gate, "Accepted publickey"));
        Assert.Equal(12, CountOf(_node, "Accepted publickey"));
        foreach (var shell in shells[..^1])
        {
            await shell.DisposeAsync();
        }

        Assert.Equal(0, (await shells[^1].RunAsync(new NodeCommand("true"), default)).ExitCode);
        await shells[^1].DisposeAsync();
        await LogsAsync(_gate, "Disconnected from user root");
        Assert.Equal(1, CountOf(_gate, "Accepted publickey"));

        await using var again = await ConnectAsync(_node, gate);
        Assert.Equal(2, CountOf(_gate, "Accepted publickey"));
    }

    [Fact]
    public async Task A_host_that_is_down_is_named_for_every_node_behind_it()
    {
        _gate.Kill();
        var gate = Route(_gate, "gate");
        foreach (var error in await Task.WhenAll(FailsAsync(NodeErrorKind.Unreachable, gate), FailsAsync(NodeErrorKind.Unreachable, gate)))
        {
            Assert.Contains($"gate (127.0.0.1:{_gate.Port}) could not be reached: nothing listens", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_host_with_a_changed_key_gets_nothing_and_neither_does_the_node()
    {
        _gate.Trust(_gate.MakeKey("other") + ".pub");
        var error = await FailsAsync(NodeErrorKind.HostKeyChanged, Route(_gate, "gate"));
        Assert.Contains($"{_gate.KnownHosts} line 1", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("userauth", _gate.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("Connection from", _node.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_nodes_changed_key_is_refused_behind_a_host_too()
    {
        _node.Trust(_node.MakeKey("other") + ".pub");
        var error = await FailsAsync(NodeErrorKind.HostKeyChanged, Route(_gate, "gate"));
        Assert.Contains($"web1 (127.0.0.1:{_node.Port} through gate) offered", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("userauth", _node.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_lets_nobody_in_is_asked_with_keys_only_and_says_so()
    {
        var gate = Route(_gate, "gate") with { Credential = new() { KeyFile = _gate.MakeKey("stranger") } };
        var error = await FailsAsync(NodeErrorKind.AuthenticationFailed, gate);
        Assert.Contains("leads through gate", error.Message, StringComparison.Ordinal);
        Assert.Contains("The password of -Credential is for the nodes", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AllowTcpForwarding no")]
    [InlineData("PermitOpen 127.0.0.1:1")]
    public async Task A_host_that_does_not_forward_is_told_apart(string config)
    {
        using var gate = new TestSshd(config);
        var error = await FailsAsync(NodeErrorKind.Unreachable, Route(gate, "gate"));
        Assert.Contains("does not forward connections", error.Message, StringComparison.Ordinal);
        Assert.Contains("AllowTcpForwarding", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_is_down_behind_a_host_does_not_end_the_hosts_connection()
    {
        var gate = Route(_gate, "gate");
        await using var shell = await ConnectAsync(_node, gate);
        var error = await FailsAsync(NodeErrorKind.Unreachable, gate, TestSshd.FreePort());
        Assert.Contains("gate could not connect to it (Connection refused)", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await shell.RunAsync(new NodeCommand("true"), default)).ExitCode);
        Assert.Equal(1, CountOf(_gate, "Accepted publickey"));
    }

    [Fact]
    public async Task A_server_that_never_speaks_costs_its_own_time_and_says_how_far_it_came()
    {
        using var silent = new TestRelay(0);
        var gate = Route(_gate, "gate");
        var error = await FailsAsync(NodeErrorKind.Unreachable, gate, silent.Port, TimeSpan.FromSeconds(1));
        Assert.Contains("does not speak ssh", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_drops_the_first_hello_is_tried_again()
    {
        using var relay = new TestRelay(_node.Port, drop: 1);
        _node.Trust(port: relay.Port);
        await using var shell = await ConnectAsync(_node, Route(_gate, "gate"), relay.Port);
        Assert.Equal(0, (await shell.RunAsync(new NodeCommand("true"), default)).ExitCode);
        Assert.Equal(2, relay.Accepted);
    }

    [Fact]
    public async Task When_the_host_dies_the_commands_error_names_it_and_the_next_connection_is_a_new_one()
    {
        using var relay = new TestRelay(_gate.Port);
        _gate.Trust(port: relay.Port);
        var gate = Route(_gate, "gate", port: relay.Port);
        await using var shell = await ConnectAsync(_node, gate);
        var running = shell.RunAsync(new NodeCommand("sleep 60"), default);
        await LogsAsync(_node, "Starting session");
        Tool.Run("pkill", "-P", _gate.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var error = await Assert.ThrowsAsync<NodeException>(() => running).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(NodeErrorKind.ConnectionLost, error.Kind);
        Assert.Contains("web1", error.Message, StringComparison.Ordinal);
        Assert.Contains("jump host gate", error.Message, StringComparison.Ordinal);

        await using var again = await ConnectAsync(_node, gate);
        Assert.Equal(0, (await again.RunAsync(new NodeCommand("true"), default)).ExitCode);
    }

    [Fact]
    public async Task A_host_that_falls_silent_is_noticed_by_its_own_keep_alive()
    {
        using var relay = new TestRelay(_gate.Port);
        _gate.Trust(port: relay.Port);
        var gate = Route(_gate, "gate", port: relay.Port);
        gate = gate with { Settings = gate.Settings with { KeepAlive = TimeSpan.FromMilliseconds(300) } };
        await using var shell = await ConnectAsync(_node, gate);
        relay.FallSilent();
        var error = await Assert.ThrowsAsync<NodeException>(() => shell.RunAsync(new NodeCommand("true"), default)).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(NodeErrorKind.ConnectionLost, error.Kind);
    }

    [Fact]
    public async Task One_who_gives_up_does_not_take_the_host_from_the_others()
    {
        using var relay = new TestRelay(_gate.Port);
        _gate.Trust(port: relay.Port);
        var gate = Route(_gate, "gate", port: relay.Port);
        using var cancelled = new CancellationTokenSource();
        var first = _connector.ConnectAsync(_node.Endpoint, _node.Settings with { Jump = gate }, _node.Credential, cancelled.Token);
        var second = ConnectAsync(_node, gate);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await using var shell = await second;
        Assert.Equal(0, (await shell.RunAsync(new NodeCommand("true"), default)).ExitCode);
    }

    [Fact]
    public async Task Giving_up_leaves_nothing_on_the_host()
    {
        using var silent = new TestRelay(0);
        using var cancelled = new CancellationTokenSource();
        var connecting = _connector.ConnectAsync(
            _node.Endpoint with { Port = silent.Port }, _node.Settings with { Jump = Route(_gate, "gate") }, _node.Credential, cancelled.Token);
        await silent.AcceptsAsync();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
        await LogsAsync(_gate, "Disconnected from user root");
    }

    [Fact]
    public async Task The_tunnel_serves_its_own_session_and_nobody_else()
    {
        var pool = new JumpPool((route, token) => new ConnectJob(route, new PrivateKeyCache(), new object(), null!).RunAsync(token));
        await using var jump = await pool.TakeAsync(Route(_gate, "gate"), default);
        await using var tunnel = await JumpTunnel.OpenAsync(jump, _node.Endpoint, default);
        using var stranger = await ConnectToAsync(tunnel.Port);
        using var own = await ConnectToAsync(tunnel.Port);
        using var late = await ConnectToAsync(tunnel.Port);
        tunnel.Serve(() => own);
        var hello = new byte[8];
        Assert.Equal(8, await own.ReceiveAsync(hello));
        Assert.Equal("SSH-2.0-", Encoding.ASCII.GetString(hello));
        Assert.Equal(0, await ReceiveAsync(stranger));
        Assert.Equal(0, await ReceiveAsync(late));

        // And now nothing listens there any more.
        await Assert.ThrowsAsync<SocketException>(() => ConnectToAsync(tunnel.Port));
    }

    private static async Task<Socket> ConnectToAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return socket;
    }

    private static async Task<int> ReceiveAsync(Socket socket)
    {
        try
        {
            return await socket.ReceiveAsync(new byte[8]).WaitAsync(TimeSpan.FromSeconds(10));
        }
        catch (SocketException)
        {
            return 0;
        }
    }

    private static NodeRoute Route(TestSshd sshd, string name, NodeRoute? before = null, int? port = null) => new(
        sshd.Endpoint with { Name = name, Port = port ?? sshd.Port, Through = before?.Endpoint.Name },
        sshd.Settings with { Jump = before },
        sshd.Credential);

    private static int CountOf(TestSshd sshd, string words) => sshd.Log.Split(words).Length - 1;

    private static async Task LogsAsync(TestSshd sshd, string words)
    {
        for (var i = 0; i < 500 && !sshd.Log.Contains(words, StringComparison.Ordinal); i++)
        {
            await Task.Delay(20);
        }

        Assert.Contains(words, sshd.Log, StringComparison.Ordinal);
    }

    private Task<INodeShell> ConnectAsync(TestSshd node, NodeRoute jump, int? port = null) => _connector.ConnectAsync(
        node.Endpoint with { Port = port ?? node.Port, Through = jump.Endpoint.Name }, node.Settings with { Jump = jump }, node.Credential, default);

    private async Task<NodeException> FailsAsync(NodeErrorKind kind, NodeRoute jump, int? port = null, TimeSpan? timeout = null)
    {
        var settings = _node.Settings with { Jump = jump, ConnectTimeout = timeout ?? _node.Settings.ConnectTimeout };
        var error = await Assert.ThrowsAsync<NodeException>(() => _connector.ConnectAsync(
            _node.Endpoint with { Port = port ?? _node.Port, Through = jump.Endpoint.Name }, settings, _node.Credential, default));
        Assert.Equal(kind, error.Kind);
        Assert.Equal("web1", error.NodeName);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
        return error;
    }
}
