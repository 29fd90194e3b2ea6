using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Ultrafarma.Cluster.Shell.CommandLine;
using Ultrafarma.Cluster.Shell.Hosting;
using Ultrafarma.Cluster.Shell.Prompts;

namespace Ultrafarma.Cluster.Shell.Running;

/// <summary>The prompt: reads a command, runs it, again until `exit`. Nested inside a command that was suspended.</summary>
internal sealed class InteractiveLoop(PipelineRunner runner, ShellHost host, Terminal terminal, LineReader lines, BreakHandler breaks)
{
    private bool leaveNested;

    /// <summary>Runs until the user leaves; returns the exit code.</summary>
    public int Run()
    {
        bool failed = false;
        Loop(() => host.RequestedExitCode is null, f => failed = f);
        return breaks.MustEnd
            ? breaks.ExitCode!.Value
            : host.RequestedExitCode ?? (failed ? ExitCodes.Failure : ExitCodes.Success);
    }

    /// <summary>Runs inside the command that waits, until <see cref="LeaveNested"/>.</summary>
    public void RunNested()
    {
        leaveNested = false;
        Loop(() => !leaveNested, null);
        leaveNested = false;
    }

    /// <summary>Ends the innermost nested prompt.</summary>
    public void LeaveNested() => leaveNested = true;

    private void Loop(Func<bool> goOn, Action<bool>? ended)
    {
        var block = new CommandBlock();
        while (goOn() && !breaks.MustEnd)
        {
            terminal.WriteQuestion(block.IsOpen ? ">> " : Prompt(), newLine: false);
            string? line;
            try
            {
                line = lines.ReadText();
            }
            catch (PipelineStoppedException)
            {
                // Ctrl-C at the prompt throws away what was typed.
                block.Clear();
                continue;
            }

            if (block.Add(line) is string text)
            {
                using Pipeline pipeline = runner.CreatePipeline(text);
                Exception? failure = runner.Run(pipeline);
                if (failure is not null and not PipelineStoppedException)
                {
                    runner.Report(failure);
                }

                ended?.Invoke(failure is not null || runner.Evaluate("$global:?") is not true);
            }

            if (line is null)
            {
                return;
            }
        }
    }

    private string Prompt()
    {
        try
        {
            return runner.Evaluate("prompt") as string ?? "PS> ";
        }
        catch (RuntimeException)
        {
            // The user's own prompt function is broken; the shell must stay usable to repair it.
            return "PS> ";
        }
    }
}
