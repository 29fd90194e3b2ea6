using System.Management.Automation.Runspaces;
using Ultrafarma.Cluster.Shell.Hosting;

namespace Ultrafarma.Cluster.Shell.Running;

/// <summary>A runspace with the module in it.</summary>
internal static class EngineSession
{
    /// <summary>Starts the engine. Call before anything else touches it.</summary>
    public static Runspace Open(ShellHost host)
    {
        // CreateDefault2 is the engine's own commands only. CreateDefault would look for snap-ins that no package
        // brings (Utility, Management) and complain about each.
        Runspace runspace = RunspaceFactory.CreateRunspace(host, InitialSessionState.CreateDefault2());
        runspace.ThreadOptions = PSThreadOptions.ReuseThread;
        runspace.Open();
        return runspace;
    }

    /// <summary>Imports the module; a failure is shown and the session goes on without it.</summary>
    public static void Preload(PipelineRunner runner, string? moduleFolder)
    {
        using Pipeline pipeline = runner.CreatePipeline();
        var import = new Command("Import-Module");
        import.Parameters.Add("Name", ModuleLocator.ImportName(moduleFolder));
        import.Parameters.Add("ErrorAction", "Stop");
        pipeline.Commands.Add(import);
        if (runner.Run(pipeline) is Exception failure)
        {
            runner.Report(failure);
        }
    }
}
