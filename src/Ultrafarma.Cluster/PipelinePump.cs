using System.Collections.Concurrent;
using System.Management.Automation;

namespace Ultrafarma.Cluster.Commands;

/// <summary>
/// Lets asynchronous work write to the pipeline: PowerShell allows that on the pipeline's own thread only, so the work's
/// writes queue here and the thread that waits for the work carries them out.
/// </summary>
internal sealed class PipelinePump(Cmdlet cmdlet) : IDisposable
{
    private readonly BlockingCollection<Action> _queue = [];
    private readonly CancellationTokenSource _abandoned = new();
    private ProgressRecord? _shown;

    public void Write(object value) => Post(() => cmdlet.WriteObject(value));

    public void WriteAll<T>(IReadOnlyCollection<T> values)
    {
        if (values.Count > 0)
        {
            Post(() => cmdlet.WriteObject(values, enumerateCollection: true));
        }
    }

    public void WriteError(ErrorRecord error) => Post(() => cmdlet.WriteError(error));

    public void WriteWarning(string text) => Post(() => cmdlet.WriteWarning(text));

    public void WriteVerbose(string text) => Post(() => cmdlet.WriteVerbose(text));

    public void WriteProgress(ProgressRecord progress) => Post(() =>
    {
        _shown = progress;
        cmdlet.WriteProgress(progress);
    });

    /// <summary>Asks on the pipeline thread and waits for the answer.</summary>
    public Task<T> AskAsync<T>(Func<Cmdlet, T> question)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            try
            {
                answer.SetResult(question(cmdlet));
            }
            catch (Exception e)
            {
                answer.SetException(e);
                throw;
            }
        });

        // A question that nobody will put any more (the pipeline was stopped) is cancelled: its asker must not wait for ever.
        return answer.Task.WaitAsync(_abandoned.Token);
    }

    /// <summary>Runs the work to its end, carrying out its writes on this thread.</summary>
    /// <param name="work">What to do.</param>
    /// <param name="stopping">Is cancelled when the pipeline is stopped.</param>
    /// <param name="startsHere">True to run the work on this thread until it first waits for something: what takes no longer than
    /// waking another thread is then done without one.</param>
    public void Run(Func<PipelinePump, CancellationToken, Task> work, CancellationTokenSource stopping, bool startsHere = false)
    {
        async Task DoAsync()
        {
            try
            {
                await work(this, stopping.Token);
            }
            finally
            {
                _queue.CompleteAdding();
            }
        }

        var running = startsHere ? DoAsync() : Task.Run(DoAsync);
        try
        {
            foreach (var action in _queue.GetConsumingEnumerable())
            {
                action();
            }

            EndProgress();
        }
        catch
        {
            // The pipeline was stopped (Ctrl-C, or a later command has enough): let the work undo what it holds, then leave.
            stopping.Cancel();
            _abandoned.Cancel();
            Drain(running);
            EndProgress();
            throw;
        }

        try
        {
            running.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    public void Dispose()
    {
        _queue.Dispose();
        _abandoned.Dispose();
    }

    // A script is one pipeline to its host: what is not ended here stays on the screen while the script's next lines run.
    private void EndProgress()
    {
        if (_shown is not { } last)
        {
            return;
        }

        try
        {
            cmdlet.WriteProgress(new ProgressRecord(last.ActivityId, last.Activity, last.StatusDescription) { RecordType = ProgressRecordType.Completed });
        }
        catch (PipelineStoppedException)
        {
            // Then the host ends it.
        }
    }

    private void Drain(Task running)
    {
        foreach (var _ in _queue.GetConsumingEnumerable())
        {
        }

        ((IAsyncResult)running).AsyncWaitHandle.WaitOne();
    }

    private void Post(Action action)
    {
        try
        {
            _queue.Add(action);
        }
        catch (InvalidOperationException)
        {
            // The work has ended; this came from something that it left running, and nobody waits for it.
        }
    }
}
