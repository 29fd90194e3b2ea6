#:package System.Management.Automation
#:property PublishAot=false
// Prints, in milliseconds: the start-up of a process with PowerShell's engine to its first command, the import of the module, and whether SSH.NET came with it.
using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

using var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
runspace.Open();
using var shell = PowerShell.Create(runspace);
shell.AddScript("1").Invoke();
var engine = DateTime.Now - Process.GetCurrentProcess().StartTime;

var import = Stopwatch.StartNew();
shell.Commands.Clear();
shell.AddCommand("Import-Module").AddArgument(Path.GetFullPath(args[0])).Invoke();
import.Stop();
var sshLoaded = AppDomain.CurrentDomain.GetAssemblies().Any(a => a.GetName().Name == "Renci.SshNet");
Console.WriteLine($"{engine.TotalMilliseconds:0} {import.Elapsed.TotalMilliseconds:0} {sshLoaded}");
foreach (var error in shell.Streams.Error)
{
    Console.Error.WriteLine(error);
}

return shell.Streams.Error.Count;
