using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Ultrafarma.Cluster.Shell.Hosting;

namespace Ultrafarma.Cluster.Shell.Running;

/// <summary>Runs pipelines one at a time: results and errors go through Out-Default, signals stop them.</summary>
internal sealed class PipelineRunner(Runspace runspace, ShellUserInterface userInterface, BreakHandler breaks)
{
    /// <summary>The runspace in which everything runs.</summary>
    public Runspace Runspace => runspace;

    /// <summary>Runs the pipeline to its end and shows what it writes. Returns what ended it, or null.</summary>
    public Exception? Run(Pipeline pipeline, TextReader? input = null)
    {
        // One stream into Out-Default, so that errors and results appear in the order in which they came.
        pipeline.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        pipeline.Commands.Add(new Command("Out-Default", isScript: false, useLocalScope: true));
        return Invoke(pipeline, input);
    }

    /// <summary>Shows an exception as the engine shows errors.</summary>
    public void Report(Exception exception)
    {
        ErrorRecord record = exception is IContainsErrorRecord { ErrorRecord: not null } known
            ? known.ErrorRecord
            : new ErrorRecord(exception, "ufcluster", ErrorCategory.NotSpecified, null);
        using Pipeline pipeline = CreatePipeline();
        pipeline.Commands.Add(new Command("Out-Default", isScript: false, useLocalScope: true));
        pipeline.Input.Write(EngineInternals.AsErrorStream(record));
        if (Invoke(pipeline, null) is not null)
        {
            // The engine itself cannot show it any more.
            userInterface.WriteErrorLine(exception.Message);
        }
    }

    /// <summary>Evaluates an expression of ours, without a trace in the session.</summary>
    public object? Evaluate(string expression)
    {
        using Pipeline pipeline = CreatePipeline();
        pipeline.Commands.AddScript(expression);
        breaks.Enter(pipeline);
        try
        {
            return pipeline.Invoke().FirstOrDefault()?.BaseObject;
        }
        finally
        {
            breaks.Leave();
        }
    }

    /// <summary>An empty pipeline; inside another one when that is running (a nested prompt).</summary>
    public Pipeline CreatePipeline() =>
        runspace.RunspaceAvailability == RunspaceAvailability.Available
            ? runspace.CreatePipeline()
            : runspace.CreateNestedPipeline();

    /// <summary>A pipeline of script text as a user types it: it is kept in the history and sets $?.</summary>
    public Pipeline CreatePipeline(string script) =>
        runspace.RunspaceAvailability == RunspaceAvailability.Available
            ? runspace.CreatePipeline(script, addToHistory: true)
            : runspace.CreateNestedPipeline(script, addToHistory: true);

    private Exception? Invoke(Pipeline pipeline, TextReader? input)
    {
        breaks.Enter(pipeline);
        try
        {
            if (input is not null)
            {
                return InvokeWithInput(pipeline, input);
            }

            pipeline.Input.Close();
            pipeline.Invoke();
            return null;
        }
        catch (Exception e)
        {
            // Whatever ended it is for the caller to show: a script may throw any type.
            return e;
        }
        finally
        {
            breaks.Leave();
            userInterface.Progress.Erase();
        }
    }

    // Beside each other: the pipeline takes lines as it needs them, and may end without reading them all.
    private static Exception? InvokeWithInput(Pipeline pipeline, TextReader input)
    {
        using var ended = new ManualResetEventSlim();
        pipeline.StateChanged += (_, e) =>
        {
            if (e.PipelineStateInfo.State is PipelineState.Completed or PipelineState.Failed or PipelineState.Stopped)
            {
                ended.Set();
            }
        };
        pipeline.InvokeAsync();
        _ = Task.Run(() => Feed(pipeline.Input, input));
        ended.Wait();
        return pipeline.PipelineStateInfo.Reason;
    }

    private static void Feed(PipelineWriter writer, TextReader input)
    {
        try
        {
            while (input.ReadLine() is string line)
            {
                _ = writer.Write(line);
            }

            writer.Close();
        }
        catch (PipelineClosedException)
        {
            // The pipeline has ended: nobody wants the rest.
        }
    }
}
