using System.Management.Automation.Runspaces;
using System.Reflection;
using Ultrafarma.Cluster.Shell.CommandLine;
using Ultrafarma.Cluster.Shell.Hosting;
using Ultrafarma.Cluster.Shell.Prompts;
using Ultrafarma.Cluster.Shell.Running;

namespace Ultrafarma.Cluster.Shell;

/// <summary>ufcluster: a small host of the PowerShell engine, for machines where pwsh is not installed.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        // The engine would send usage data to its maker at the first module; this program talks to the cluster only.
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");

        var terminal = new Terminal();
        try
        {
            ShellOptions options = ShellOptionsParser.Parse(args, terminal.InputIsTerminal);
            return options.Mode switch
            {
                RunMode.Help => Print(terminal, HelpText.Usage),
                RunMode.Version => Print(terminal, VersionText()),
                _ => Run(options, terminal),
            };
        }
        catch (UsageException e)
        {
            terminal.WriteError($"ufcluster: {e.Message}", newLine: true);
            terminal.WriteError("Run ufcluster -Help for the options.", newLine: true);
            return ExitCodes.Usage;
        }
    }

    private static int Print(Terminal terminal, string text)
    {
        terminal.WriteOutput(text, newLine: true);
        return ExitCodes.Success;
    }

    private static string VersionText()
    {
        string Of(Assembly assembly) =>
            assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+', ' ')[0];
        return $"ufcluster {Of(typeof(Program).Assembly)} (PowerShell engine {Of(typeof(Runspace).Assembly)})";
    }

    private static int Run(ShellOptions options, Terminal terminal)
    {
        if (options.WorkingDirectory is string directory)
        {
            if (!Directory.Exists(directory))
            {
                throw new UsageException($"There is no directory '{directory}'.");
            }

            Environment.CurrentDirectory = directory;
        }

        string? moduleFolder = ModuleLocator.Find(AppContext.BaseDirectory);
        if (moduleFolder is not null)
        {
            ModuleLocator.AddToModulePath(moduleFolder);
        }

        bool interactive = options.Mode == RunMode.Default && terminal.InputIsTerminal && !options.NonInteractive;
        var lines = new LineReader(terminal);
        using var breaks = new BreakHandler(lines, interactive);
        var userInterface = new ShellUserInterface(terminal, lines, options.NonInteractive);
        var host = new ShellHost(userInterface);
        using Runspace runspace = EngineSession.Open(host);
        var runner = new PipelineRunner(runspace, userInterface, breaks);
        EngineSession.Preload(runner, moduleFolder);

        // Also for -Command and -File: a confirmation on a terminal can be answered with "Suspend".
        var prompt = new InteractiveLoop(runner, host, terminal, lines, breaks);
        host.NestedPrompt = prompt.RunNested;
        host.NestedPromptExit = prompt.LeaveNested;

        if (interactive)
        {
            if (!options.NoLogo)
            {
                terminal.WriteOutput(VersionText() + ". `exit` leaves.", newLine: true);
            }

            return prompt.Run();
        }

        var run = new CommandRun(runner, host, terminal, breaks);
        return options.Mode switch
        {
            RunMode.Command => run.RunCommand(options.Text, options.Arguments),
            RunMode.File => run.RunFile(options.Text, options.Arguments),
            _ => run.RunStandardInput(Console.In),
        };
    }
}
