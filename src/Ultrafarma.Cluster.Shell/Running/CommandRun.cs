using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using Ultrafarma.Cluster.Shell.CommandLine;
using Ultrafarma.Cluster.Shell.Hosting;

namespace Ultrafarma.Cluster.Shell.Running;

/// <summary>Runs -Command, -File or the commands of standard input once, and says with what exit code to end.</summary>
internal sealed class CommandRun(PipelineRunner runner, ShellHost host, Terminal terminal, BreakHandler breaks)
{
    /// <summary>Runs the text of -Command: the exit code tells whether its last command succeeded.</summary>
    public int RunCommand(string text, IReadOnlyList<CommandParameter> arguments)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return ExitCodes.Success;
        }

        using Pipeline pipeline = runner.CreatePipeline(text);
        AddArguments(pipeline.Commands[0], arguments);
        Exception? failure = runner.Run(pipeline, InputFor(Parser.ParseInput(text, out _, out _)));
        Show(failure);
        return ExitCode(failure is not null || !LastSucceeded());
    }

    /// <summary>Runs a script file: the exit code is that of its `exit`, or tells whether an error ended it.</summary>
    public int RunFile(string path, IReadOnlyList<CommandParameter> arguments)
    {
        // Without the extension the engine would take it for a native program, but `#!/usr/bin/env ufcluster` is fine.
        Command command = path.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase)
            ? new Command(path, isScript: false, useLocalScope: false)
            : new Command(File.ReadAllText(path), isScript: true, useLocalScope: false);
        AddArguments(command, arguments);
        using Pipeline pipeline = runner.CreatePipeline();
        pipeline.Commands.Add(command);
        EngineInternals.LetScriptFileExit(runner.Runspace);
        Exception? failure = runner.Run(pipeline, InputFor(Parser.ParseFile(path, out _, out _)));
        Show(failure);
        return ExitCode(failure is not null);
    }

    /// <summary>Runs commands as they come in: each line at once; what is incomplete up to the next empty line.</summary>
    public int RunStandardInput(TextReader input)
    {
        bool failed = false;
        var blocks = new CommandBlock();
        while (host.RequestedExitCode is null && breaks.ExitCode is null)
        {
            string? line = input.ReadLine();
            if (blocks.Add(line) is string text)
            {
                using Pipeline pipeline = runner.CreatePipeline(text);
                Exception? failure = runner.Run(pipeline);
                Show(failure);
                failed = failure is not null || !LastSucceeded();
            }

            if (line is null)
            {
                break;
            }
        }

        return ExitCode(failed);
    }

    private static void AddArguments(Command command, IReadOnlyList<CommandParameter> arguments)
    {
        foreach (CommandParameter argument in arguments)
        {
            command.Parameters.Add(argument);
        }
    }

    // As pwsh: standard input becomes $input of a script that names it, and stays for native programs otherwise.
    private TextReader? InputFor(Ast script) =>
        !terminal.InputIsTerminal
        && script.Find(a => a is VariableExpressionAst v && v.VariablePath.UserPath.Equals("input", StringComparison.OrdinalIgnoreCase), true)
            is not null
            ? Console.In
            : null;

    private bool LastSucceeded() => runner.Evaluate("$global:?") is true;

    // A stop was asked for by who sees that it happened.
    private void Show(Exception? failure)
    {
        if (failure is not null and not PipelineStoppedException)
        {
            runner.Report(failure);
        }
    }

    private int ExitCode(bool failed) =>
        breaks.ExitCode ?? host.RequestedExitCode ?? (failed ? ExitCodes.Failure : ExitCodes.Success);
}
