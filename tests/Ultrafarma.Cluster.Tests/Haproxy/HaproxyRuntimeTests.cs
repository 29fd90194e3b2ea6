using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Ultrafarma.Cluster.Haproxy;
using Ultrafarma.Cluster.Tests.Nodes;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Haproxy;

/// <summary>Every way in which a runtime socket can fail, on a unix socket that answers as it is told.</summary>
public sealed class HaproxyRuntimeTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly CancellationTokenSource _end = new();
    private readonly CancellationToken _stop;
    private readonly List<string> _asked = [];
    private Socket? _listener;

    public HaproxyRuntimeTests() => _stop = _end.Token;

    private string Path => System.IO.Path.Combine(_folder.FullPath, "admin.sock");

    private HaproxySource Source => new() { Socket = Path };

    public void Dispose()
    {
        _end.Cancel();
        _listener?.Dispose();
        _end.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Both_tables_and_the_process_are_asked_for_in_one_line_and_read()
    {
        Listen(Join(HaproxyWorld.ShowStat("2.6"), HaproxyWorld.ShowServersState(), "Name: HAProxy\nVersion: 2.6.12\nUptime_sec: 42\nPid: 7\n\n"u8.ToArray()));
        var snapshot = await Balancer().ReadAsync(CancellationToken.None);
        Assert.Equal(["show stat;show servers state;show info\n"], _asked);
        var server = snapshot.Find("web", "web-4.d")!;
        Assert.Equal((HaproxyAdminState.ForcedDrain, 1L, Source), (server.AdminState, server.InitialWeight, server.Source));
        Assert.Equal(HaproxyAdminState.Ready, snapshot.Find("web", "web-2.b")!.AdminState);
        Assert.Equal(new HaproxyProcess(7, TimeSpan.FromSeconds(42)), snapshot.Process);
    }

    [Fact]
    public async Task An_answer_that_comes_byte_by_byte_is_whole()
    {
        Listen(Join(HaproxyWorld.ShowStat("3.2"), HaproxyWorld.ShowServersState()), pieces: 97);
        var snapshot = await Balancer().ReadAsync(CancellationToken.None);
        Assert.Equal(8, snapshot.Servers.Count());
        Assert.Null(snapshot.Process);
    }

    [Fact]
    public async Task An_empty_line_is_success()
    {
        Listen("\n"u8.ToArray());
        await Balancer().SetStateAsync(HaproxyWorld.Server("status", "UP"), HaproxyTargetState.Maint, CancellationToken.None);
        Assert.Equal(["set server b/s1 state maint\n"], _asked);
    }

    [Theory]
    [InlineData("Permission denied\n\n", HaproxyErrorKind.PermissionDenied, "level admin")]
    [InlineData("Unknown command: 'set', but maybe one of the following ones is a better match:\n  help\n\n", HaproxyErrorKind.Rejected, "Unknown command")]
    [InlineData("No such server.\n\n", HaproxyErrorKind.ServerNotFound, "b/s1")]
    [InlineData("No such backend.\n\n", HaproxyErrorKind.ServerNotFound, "b/s1")]
    [InlineData("\u001b[31mnonsense\n", HaproxyErrorKind.Rejected, "nonsense")]
    [InlineData("", HaproxyErrorKind.Unreachable, "without an answer")]
    public async Task Any_text_after_a_change_is_its_error(string answer, HaproxyErrorKind kind, string word)
    {
        Listen(Encoding.UTF8.GetBytes(answer));
        var e = await Assert.ThrowsAsync<HaproxyException>(() => Balancer().SetStateAsync(
            HaproxyWorld.Server("status", "UP"), HaproxyTargetState.Ready, CancellationToken.None));
        Assert.Equal(kind, e.Kind);
        Assert.Contains(word, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(e.Message, char.IsControl);
    }

    [Theory]
    [InlineData("Permission denied\n\n", HaproxyErrorKind.PermissionDenied)]
    [InlineData("Unknown command: 'show stat'.\n\n", HaproxyErrorKind.NotStatistics)]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", HaproxyErrorKind.NotStatistics)]
    [InlineData("\0\u0001\u0002", HaproxyErrorKind.NotStatistics)]
    [InlineData("\n", HaproxyErrorKind.NotStatistics)]
    [InlineData("", HaproxyErrorKind.Unreachable)]
    [InlineData("# pxname,svname,type,\nwww,FRONT", HaproxyErrorKind.Truncated)]
    [InlineData("# pxname,svname,type,\nwww,FRONTEND,0,\n", HaproxyErrorKind.Truncated)]
    [InlineData("# pxname,svname,type,\nwww,FRONTEND,0,\n\n", HaproxyErrorKind.BadAnswer)]
    [InlineData("# pxname,svname,type,\nwww,FRONTEND,0,\n\n1\n# be_name srv_name srv_admin_state srv_uweight srv_iweight\nb s 0 1 1\n", HaproxyErrorKind.Truncated)]
    [InlineData("# pxname,svname,type,\nwww,FRONTEND,0,\n\nCan't find backend.\n", HaproxyErrorKind.BadAnswer)]
    public async Task Whatever_is_read_and_is_not_both_tables_is_an_error(string answer, HaproxyErrorKind kind)
    {
        Listen(Encoding.UTF8.GetBytes(answer));
        var e = await Assert.ThrowsAsync<HaproxyException>(() => Balancer().ReadAsync(CancellationToken.None));
        Assert.Equal(kind, e.Kind);
        Assert.Contains(Path, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_socket_that_stays_silent_is_given_up_in_time()
    {
        Listen(null);
        var clock = Stopwatch.StartNew();
        var e = await Assert.ThrowsAsync<HaproxyException>(() => Balancer(TimeSpan.FromSeconds(0.5)).ReadAsync(CancellationToken.None));
        Assert.Equal(HaproxyErrorKind.Unreachable, e.Kind);
        Assert.Contains("0.5 s", e.Message, StringComparison.Ordinal);
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(0.4), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Whoever_cancels_is_told_of_no_error()
    {
        Listen(null);
        using var cancel = new CancellationTokenSource(TimeSpan.FromSeconds(0.3));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Balancer().ReadAsync(cancel.Token));
    }

    [Fact]
    public async Task A_socket_that_is_not_there_is_unreachable()
    {
        var e = await Assert.ThrowsAsync<HaproxyException>(() => Balancer().ReadAsync(CancellationToken.None));
        Assert.Equal(HaproxyErrorKind.Unreachable, e.Kind);
        Assert.Contains("stats socket", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_socket_whose_process_is_gone_is_unreachable()
    {
        Listen(null);
        _listener!.Dispose();
        var e = await Assert.ThrowsAsync<HaproxyException>(() => Balancer().ReadAsync(CancellationToken.None));
        Assert.Equal(HaproxyErrorKind.Unreachable, e.Kind);
    }

    [Fact]
    public async Task A_socket_that_may_not_be_opened_says_so()
    {
        // Root may open everything, so the refusal is the kernel's own error without the kernel.
        var runtime = new HaproxyRuntime(
            Source, _ => throw new SocketException((int)SocketError.AccessDenied), TimeSpan.FromSeconds(5));
        var e = await Assert.ThrowsAsync<HaproxyException>(() => runtime.AskAsync("show info", CancellationToken.None));
        Assert.Equal(HaproxyErrorKind.PermissionDenied, e.Kind);
        Assert.Contains("'mode'", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s1;shutdown sessions server b/s2")]
    [InlineData("s1\nshow info")]
    [InlineData("s1 state maint")]
    public async Task A_name_that_could_be_a_command_is_not_sent(string name)
    {
        Listen("\n"u8.ToArray());
        var server = HaproxyWorld.Server("status", "UP") with { Name = name };
        var e = await Assert.ThrowsAsync<HaproxyException>(() => Balancer().SetStateAsync(server, HaproxyTargetState.Ready, CancellationToken.None));
        Assert.Equal(HaproxyErrorKind.InvalidName, e.Kind);
        await Assert.ThrowsAsync<HaproxyException>(() => Balancer().KillSessionsAsync(server, CancellationToken.None));
        Assert.Empty(_asked);
    }

    private static byte[] Join(params byte[][] answers) => [.. answers.SelectMany(a => a)];

    private HaproxySocketBalancer Balancer(TimeSpan? timeout = null) =>
        new(Source, new HaproxyRuntime(Source, ConnectAsync, timeout ?? TimeSpan.FromSeconds(30)), TimeProvider.System);

    private async Task<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path), cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    // Null never answers.
    private void Listen(byte[]? answer, int pieces = 1)
    {
        _listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(new UnixDomainSocketEndPoint(Path));
        _listener.Listen();
        _ = AcceptAsync(_listener, answer, pieces);
    }

    private async Task AcceptAsync(Socket listener, byte[]? answer, int pieces)
    {
        try
        {
            while (true)
            {
                using var connection = await listener.AcceptAsync(_stop);
                var buffer = new byte[1000];
                var count = await connection.ReceiveAsync(buffer, _stop);
                _asked.Add(Encoding.UTF8.GetString(buffer, 0, count));
                if (answer is null)
                {
                    await Task.Delay(Timeout.Infinite, _stop);
                }

                foreach (var piece in answer!.Chunk(Math.Max(1, answer!.Length / pieces)))
                {
                    await connection.SendAsync(piece, _stop);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
