using System.Text;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Faults;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Nodes;

public sealed class NodeShellExtensionsTests
{
    private static readonly NodeCommand Command = new("x");

    [Theory]
    [InlineData("")]
    [InlineData("one\n", "one")]
    [InlineData("one\n\ntwo\n", "one", "", "two")]
    [InlineData("one\nlast", "one", "last")]
    public async Task Lines_are_handed_over_one_by_one(string output, params string[] expected)
    {
        var lines = new List<string>();
        var result = await Shell(output, 4).RunLinesAsync(Command, l => lines.Add(Encoding.UTF8.GetString(l)), CancellationToken.None);
        Assert.Equal(expected, lines);
        Assert.Equal(4, result.ExitCode);
    }

    [Theory]
    [InlineData(124)]
    [InlineData(137)]
    public async Task Timeouts_own_statuses_mean_that_the_time_was_over(int exitCode)
    {
        var error = await Assert.ThrowsAsync<NodeException>(() => Shell("", exitCode).RunAsync(Command, CancellationToken.None));
        Assert.Equal(NodeErrorKind.CommandTimeout, error.Kind);
    }

    [Theory]
    [InlineData(127, "csync2: not found", NodeErrorKind.ToolMissing)]
    [InlineData(1, "sh: sqlite3: not found", NodeErrorKind.ToolMissing)]
    [InlineData(126, "cat: /etc/csync2.cfg: Permission denied", NodeErrorKind.PermissionDenied)]
    [InlineData(1, "mv: Operation not permitted", NodeErrorKind.PermissionDenied)]
    [InlineData(1, "disk on fire", NodeErrorKind.CommandFailed)]
    [InlineData(3, "", NodeErrorKind.CommandFailed)]
    public async Task What_a_failed_command_says_becomes_the_kind(int exitCode, string said, NodeErrorKind kind)
    {
        var error = await Assert.ThrowsAsync<NodeException>(
            () => Shell("", exitCode, said).RunCheckedAsync(Command, "reading it", CancellationToken.None));
        Assert.Equal((kind, "n1"), (error.Kind, error.NodeName));
        Assert.StartsWith("n1, reading it: " + (said.Length > 0 ? said : $"exit status {exitCode}, no message"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_nodes_words_cannot_move_the_cursor()
    {
        var error = await Assert.ThrowsAsync<NodeException>(
            () => Shell("", 1, "\u001b[2Jgone").RunCheckedAsync(Command, "reading it", CancellationToken.None));
        Assert.Contains(@"\x1b[2Jgone", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_caller_gets_its_own_cancellation()
    {
        using var cancellation = new CancellationTokenSource();
        await using var shell = new LocalShell();
        var run = shell.RunAsync(new NodeCommand("sleep 987"), cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    private static OneAnswerShell Shell(string output, int exitCode, string errors = "") =>
        new(() => new FakeProcess(Encoding.UTF8.GetBytes(output), Encoding.UTF8.GetBytes(errors), exitCode));
}
