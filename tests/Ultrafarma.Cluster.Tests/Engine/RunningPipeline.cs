using System.Diagnostics;
using System.Management.Automation;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Engine;

/// <summary>A pipeline while it runs: a test can look at what came so far, and stop it.</summary>
internal sealed class RunningPipeline : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly PowerShell _shell;
    private readonly PSDataCollection<PSObject> _output = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Task<(Exception? Error, TimeSpan Elapsed)> _completion;

    public RunningPipeline(PowerShell shell)
    {
        _shell = shell;
        _completion = CompleteAsync(shell.BeginInvoke<PSObject, PSObject>(null, _output));
    }

    public IReadOnlyList<PSObject> Output => Copy(_output);

    public IReadOnlyList<ProgressRecord> Progress => Copy(_shell.Streams.Progress);

    public bool IsCompleted => _completion.IsCompleted;

    /// <summary>Ctrl-C.</summary>
    /// <returns>How long the pipeline took to end from here.</returns>
    public async Task<TimeSpan> StopAsync()
    {
        var clock = Stopwatch.StartNew();
        await Task.Factory.FromAsync(_shell.BeginStop(null, null), _shell.EndStop).WaitAsync(Limit);
        await _completion.WaitAsync(Limit);
        return clock.Elapsed;
    }

    /// <summary>Waits for a condition on the running pipeline, such as its first progress record.</summary>
    public async Task WaitUntilAsync(Func<RunningPipeline, bool> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!condition(this))
        {
            Assert.True(clock.Elapsed < Limit && !IsCompleted, "The pipeline ended, or took too long, before it came to the awaited point.");
            await Task.Delay(5);
        }
    }

    public async Task<PipelineOutcome> OutcomeAsync()
    {
        var (error, elapsed) = await _completion.WaitAsync(Limit);
        return new PipelineOutcome
        {
            Output = Output,
            Errors = [.. _shell.Streams.Error],
            Warnings = [.. _shell.Streams.Warning.Select(w => w.Message)],
            Verbose = [.. _shell.Streams.Verbose.Select(v => v.Message)],
            Progress = Progress,
            Terminating = error is PipelineStoppedException ? null : RecordOf(error),
            Stopped = error is PipelineStoppedException || _shell.InvocationStateInfo.State == PSInvocationState.Stopped,
            Elapsed = elapsed,
        };
    }

    public void Dispose()
    {
        _shell.Dispose();
        _output.Dispose();
    }

    // The pipeline may add to it meanwhile, which CopyTo does not bear; what is there stays there.
    private static T[] Copy<T>(PSDataCollection<T> growing)
    {
        var copy = new T[growing.Count];
        for (var i = 0; i < copy.Length; i++)
        {
            copy[i] = growing[i];
        }

        return copy;
    }

    private static ErrorRecord? RecordOf(Exception? error) => error switch
    {
        null => null,
        RuntimeException e => e.ErrorRecord,
        _ => new ErrorRecord(error, error.GetType().FullName, ErrorCategory.NotSpecified, null),
    };

    private async Task<(Exception? Error, TimeSpan Elapsed)> CompleteAsync(IAsyncResult running)
    {
        try
        {
            await Task.Factory.FromAsync(running, _shell.EndInvoke);
            return (null, _clock.Elapsed);
        }
        catch (Exception e)
        {
            // What ended the pipeline is part of its outcome.
            return (e, _clock.Elapsed);
        }
    }
}
