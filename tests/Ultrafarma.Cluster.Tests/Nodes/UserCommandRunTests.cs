using System.Collections.Concurrent;
using Ultrafarma.Cluster.Nodes;
using Ultrafarma.Cluster.Tests.Faults;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Nodes;

public sealed class UserCommandRunTests
{
    private readonly ConcurrentQueue<NodeCommandResult> _results = [];
    private readonly ConcurrentQueue<NodeException> _failures = [];
    private readonly ConcurrentQueue<OperationProgress> _progress = [];

    [Fact]
    public async Task A_command_that_ends_with_timeouts_own_status_did_not_take_too_long()
    {
        foreach (var code in new[] { 124, 137 })
        {
            await RunLocallyAsync(UserCommand.Shell($"exit {code}", []));
            Assert.True(_results.TryDequeue(out var result));
            Assert.Equal(code, result.ExitCode);
        }
    }

    [Theory]
    [InlineData("echo one; echo two >&2; sleep 98", "two")]
    [InlineData("printf 'one\ntwo\a'; trap '' TERM; while :; do sleep 0.1; done", @"two\x07")]
    public async Task A_command_that_takes_too_long_is_a_failure_with_its_last_words(string text, string words)
    {
        await RunLocallyAsync(UserCommand.Shell(text, []) with { Timeout = TimeSpan.FromSeconds(0.5), KillAfter = TimeSpan.FromSeconds(0.5) });
        Assert.Empty(_results);
        var error = Assert.Single(_failures);
        Assert.Equal(NodeErrorKind.CommandTimeout, error.Kind);
        Assert.Contains($"0.5 s and was ended there. It last said: {words}. Give it more time with -Timeout", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_left_running_in_the_background_is_not_waited_for()
    {
        var marker = $"{Environment.ProcessId}.5";
        await RunLocallyAsync(UserCommand.Shell("echo begun; sleep \"$1\" & echo $!", [marker]));
        var result = Assert.Single(_results);
        Assert.StartsWith("begun\n", result.Output, StringComparison.Ordinal);
        Assert.InRange(result.Duration, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        System.Diagnostics.Process.GetProcessById(int.Parse(result.Output.Split('\n')[1], System.Globalization.CultureInfo.InvariantCulture)).Kill();
    }

    [Fact]
    public async Task Output_of_any_length_is_read_and_its_first_part_kept()
    {
        await RunLocallyAsync(UserCommand.Shell("head -c 20000000 /dev/zero | tr '\\0' x; head -c 5000000 /dev/zero | tr '\\0' y >&2", []));
        var result = Assert.Single(_results);
        Assert.True(result.IsCut);
        Assert.Equal((0, UserCommandRun.OutputLimit, UserCommandRun.OutputLimit), (result.ExitCode, result.Output.Length, result.Error.Length));
    }

    [Fact]
    public async Task A_node_that_fails_fails_alone_and_results_come_as_nodes_end()
    {
        var held = new TaskCompletionSource<int>();
        await using var slow = new OneAnswerShell(() => new HeldProcess(held.Task), "n1");
        await using var lost = new OneAnswerShell(() => throw new NodeException(NodeErrorKind.ConnectionLost, "n2", "cut"), "n2");
        await using var quick = new OneAnswerShell(() => new FakeProcess("x\n"u8.ToArray(), [], 5), "n3");
        var running = RunAsync(UserCommand.Shell("x", []), slow, lost, quick);
        for (var i = 0; i < 1000 && _progress.All(p => p.PercentComplete < 66); i++)
        {
            await Task.Delay(10);
        }

        Assert.Equal(("n3", 5, "x"), (Assert.Single(_results).Node, _results.First().ExitCode, _results.First().Output));
        Assert.Equal(("n2", "cut"), (Assert.Single(_failures).NodeName, _failures.First().Message));
        Assert.Equal("2 of 3 nodes; waiting for n1", _progress.Last().Status);
        held.SetResult(0);
        await running;
        Assert.Equal(["n3", "n1"], _results.Select(r => r.Node));
    }

    [Fact]
    public async Task A_node_that_no_longer_answers_is_given_up()
    {
        var never = new TaskCompletionSource<int>();
        await using var hung = new OneAnswerShell(() => new HeldProcess(never.Task));
        await RunAsync(UserCommand.Shell("x", []) with { Timeout = TimeSpan.FromSeconds(0.1), KillAfter = TimeSpan.FromSeconds(0.1) }, hung);
        Assert.Equal(NodeErrorKind.CommandTimeout, Assert.Single(_failures).Kind);
    }

    [Fact]
    public async Task A_connection_that_breaks_in_the_rest_of_the_output_is_a_failure()
    {
        await using var shell = new OneAnswerShell(() => new FakeProcess([], [], 0) { Output = new BreakingStream() });
        await RunAsync(UserCommand.Shell("x", []), shell);
        Assert.Equal(NodeErrorKind.ConnectionLost, Assert.Single(_failures).Kind);
        Assert.Empty(_results);
    }

    private async Task RunLocallyAsync(NodeCommand command)
    {
        await using var shell = new LocalShell();
        await RunAsync(command, shell);
    }

    private Task RunAsync(NodeCommand command, params INodeShell[] shells) => new UserCommandRun(
        command, _results.Enqueue, _failures.Enqueue, new Reporter(_progress.Enqueue)).RunAsync(new ShellGroup(shells), CancellationToken.None);

    private sealed class Reporter(Action<OperationProgress> report) : IProgress<OperationProgress>
    {
        public void Report(OperationProgress value) => report(value);
    }

    private sealed class ShellGroup(INodeShell[] shells) : INodeGroup
    {
        public IReadOnlyList<string> NodeNames => [.. shells.Select(s => s.NodeName)];

        public IReadOnlyList<string> KnownNames => NodeNames;

        public int ThrottleLimit => 16;

        public INodeShell this[string nodeName] => shells.First(s => s.NodeName == nodeName);
    }

    private sealed class HeldProcess(Task<int> exitCode) : INodeProcess
    {
        public Stream Input => Stream.Null;

        public Stream Output => Stream.Null;

        public Stream ErrorOutput => Stream.Null;

        public Task<int> ExitCode => exitCode;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class BreakingStream : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(50, cancellationToken);
            throw new NodeException(NodeErrorKind.ConnectionLost, "n1", "cut");
        }
    }
}
