using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Faults;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Nodes;

public sealed class ReconnectingShellTests
{
    private static readonly NodeCommand Command = new(":");
    private readonly List<OneAnswerShell> _opened = [];

    [Fact]
    public async Task One_connection_serves_all_commands()
    {
        await using var shell = Shell(Alive);
        Assert.False(shell.IsConnected);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => shell.StartAsync(Command, CancellationToken.None)));
        Assert.True(shell.IsConnected);
        Assert.Equal(20, Assert.Single(_opened).Asked);
    }

    [Fact]
    public async Task A_connection_that_died_unnoticed_is_opened_anew_once()
    {
        var dies = false;
        await using var shell = Shell(() => dies && _opened.Count == 1 ? throw Lost() : Alive());
        await shell.StartAsync(Command, CancellationToken.None);
        dies = true;
        await shell.StartAsync(Command, CancellationToken.None);
        Assert.Equal([(2, 1), (1, 0)], _opened.Select(o => (o.Asked, o.Closed)));
    }

    [Fact]
    public async Task Many_commands_that_find_it_dead_open_one_new_connection()
    {
        var dies = false;
        await using var shell = Shell(() => dies && _opened.Count == 1 ? throw Lost() : Alive());
        await shell.StartAsync(Command, CancellationToken.None);
        dies = true;
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => shell.StartAsync(Command, CancellationToken.None)));
        Assert.Equal(2, _opened.Count);
        Assert.Equal(1, _opened[0].Closed);
    }

    [Fact]
    public async Task A_new_connection_that_breaks_is_an_error_and_not_a_loop()
    {
        await using var shell = Shell(() => throw Lost());
        await Assert.ThrowsAsync<NodeException>(() => shell.StartAsync(Command, CancellationToken.None));
        Assert.Single(_opened);
    }

    [Fact]
    public async Task It_is_tried_again_only_once()
    {
        var dies = false;
        await using var shell = Shell(() => dies ? throw Lost() : Alive());
        await shell.StartAsync(Command, CancellationToken.None);
        dies = true;
        await Assert.ThrowsAsync<NodeException>(() => shell.StartAsync(Command, CancellationToken.None));
        Assert.Equal(2, _opened.Count);
    }

    [Theory]
    [InlineData(NodeErrorKind.CommandFailed)]
    [InlineData(NodeErrorKind.CommandTimeout)]
    [InlineData(NodeErrorKind.PermissionDenied)]
    public async Task Another_error_does_not_reconnect(NodeErrorKind kind)
    {
        var fails = false;
        await using var shell = Shell(() => fails ? throw new NodeException(kind, "n1", "x") : Alive());
        await shell.StartAsync(Command, CancellationToken.None);
        fails = true;
        var error = await Assert.ThrowsAsync<NodeException>(() => shell.StartAsync(Command, CancellationToken.None));
        Assert.Equal(kind, error.Kind);
        Assert.Single(_opened);
    }

    [Fact]
    public async Task A_node_that_was_down_is_tried_anew_by_the_next_command()
    {
        var down = true;
        await using var shell = new ReconnectingShell("n1", _ =>
            down ? throw new NodeException(NodeErrorKind.Unreachable, "n1", "x") : Task.FromResult<INodeShell>(Open(Alive)));
        await Assert.ThrowsAsync<NodeException>(() => shell.StartAsync(Command, CancellationToken.None));
        Assert.False(shell.IsConnected);
        down = false;
        await shell.StartAsync(Command, CancellationToken.None);
        Assert.True(shell.IsConnected);
    }

    [Fact]
    public async Task Waiting_for_a_connection_can_be_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        await using var shell = new ReconnectingShell("n1", async token =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return Open(Alive);
        });
        var first = shell.StartAsync(Command, cancellation.Token);
        var second = shell.StartAsync(Command, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
    }

    [Fact]
    public async Task Closing_closes_the_connection()
    {
        var shell = Shell(Alive);
        await shell.StartAsync(Command, CancellationToken.None);
        await shell.DisposeAsync();
        Assert.Equal(1, _opened[0].Closed);
        Assert.False(shell.IsConnected);
    }

    private static FakeProcess Alive() => new([], [], 0);

    private static NodeException Lost() => new(NodeErrorKind.ConnectionLost, "n1", "lost");

    private ReconnectingShell Shell(Func<INodeProcess> answer) => new("n1", _ => Task.FromResult<INodeShell>(Open(answer)));

    private OneAnswerShell Open(Func<INodeProcess> answer)
    {
        _opened.Add(new OneAnswerShell(answer));
        return _opened[^1];
    }
}
