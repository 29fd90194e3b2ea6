using System.Management.Automation;
using System.Management.Automation.Runspaces;

// A process of its own for tests of loading: the engine, another SSH.NET in the default load context, and nothing of ours.
// Usage: Probe SCRIPT ARGUMENTS...   prints the script's output, one object a line; exit status 1 and the error otherwise.
Console.WriteLine(Describe());
using var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
runspace.Open();
using var shell = PowerShell.Create(runspace);
shell.AddScript("$ErrorActionPreference = 'Stop'").Invoke();
shell.Commands.Clear();
shell.AddScript(args[0]);
foreach (var argument in args.Skip(1))
{
    shell.AddArgument(argument);
}

try
{
    foreach (var item in shell.Invoke())
    {
        Console.WriteLine(item);
    }
}
catch (RuntimeException e)
{
    Console.Error.WriteLine(e.ErrorRecord + "\n" + e.ErrorRecord.Exception);
    return 1;
}

Console.WriteLine(Describe());
return 0;

static string Describe() => "SSH.NET " + typeof(Renci.SshNet.SshClient).Assembly.GetName().Version!.Major;
