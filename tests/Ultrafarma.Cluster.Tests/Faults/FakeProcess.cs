using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Tests.Faults;

/// <summary>A process whose output is known from the start; with <c>onInputEnd</c> it lives until its input ends, however that is.</summary>
internal sealed class FakeProcess : INodeProcess
{
    private readonly TaskCompletionSource<int> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action? _onInputEnd;
    private readonly int _exitCode;
    private int _ended;

    public FakeProcess(byte[] output, byte[] errors, int exitCode, Action? onInputEnd = null)
    {
        Output = new MemoryStream(output);
        ErrorOutput = new MemoryStream(errors);
        _exitCode = exitCode;
        _onInputEnd = onInputEnd;
        Input = new EndNoticingStream(End);
        if (onInputEnd is null)
        {
            _exit.SetResult(exitCode);
        }
    }

    public Stream Input { get; }

    public Stream Output { get; init; }

    public Stream ErrorOutput { get; init; }

    public Task<int> ExitCode => _exit.Task;

    public ValueTask DisposeAsync()
    {
        End();
        return ValueTask.CompletedTask;
    }

    private void End()
    {
        if (_onInputEnd is not null && Interlocked.Exchange(ref _ended, 1) == 0)
        {
            _onInputEnd();
            _exit.TrySetResult(_exitCode);
        }
    }

    private sealed class EndNoticingStream(Action onEnd) : MemoryStream
    {
        protected override void Dispose(bool disposing)
        {
            onEnd();
            base.Dispose(disposing);
        }
    }
}
