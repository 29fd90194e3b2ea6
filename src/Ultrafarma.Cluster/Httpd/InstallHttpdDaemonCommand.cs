using System.Diagnostics;
using System.Management.Automation;
using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Httpd;

/// <summary>Install-HttpdDaemon: puts the services httpd-local and httpd-cluster on nodes.</summary>
[Cmdlet(VerbsLifecycle.Install, "HttpdDaemon", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(HttpdDaemonResult))]
public sealed class InstallHttpdDaemonCommand : HttpdDaemonCommand
{
    private const string Activity = "Installing services";

    /// <summary>The folder of a published, self-contained ufcluster for linux-x64, for nodes without pwsh.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Program { get; set; }

    /// <summary>The inventory that httpd-cluster gets; the connected one unless given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Inventory { get; set; }

    /// <summary>Emits what was done for each service.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var inventory = Names.Contains(HttpdDaemonName.Cluster) ? ReadInventory() : null;
        var program = FindProgram();
        var group = ScopedGroup();
        WarnOfPlaces();
        var planner = new HttpdDaemonPlanner(program, inventory);
        Run(async (pump, token) =>
        {
            pump.WriteProgress(new ProgressRecord(1, Activity, $"Looking at {group.NodeNames.Count} nodes"));
            var looks = new List<HttpdDaemonLook>();
            await AskAsync(
                group, pump, (shell, t) => HttpdDaemonInstaller.LookAsync(shell, Names, inventory, probe: true, t), looks.Add, token);
            if (looks.FirstOrDefault(planner.LacksProgramFor) is { } lacking)
            {
                await pump.AskAsync(_ => Refuse(HttpdErrorRecords.ProgramNeeded(lacking.Node)));
            }

            var agreed = new Dictionary<string, IReadOnlyList<HttpdDaemonPlan>>(StringComparer.OrdinalIgnoreCase);
            foreach (var look in looks)
            {
                await ConsentAsync(pump, planner, inventory, look, agreed);
            }

            if (agreed.Count > 0)
            {
                pump.WriteProgress(new ProgressRecord(1, Activity, $"On {agreed.Count} nodes"));
                var chosen = new NodeGroupScope(group, [.. agreed.Keys], group.ThrottleLimit);
                await AskAsync(
                    chosen,
                    pump,
                    async (shell, t) => await InstallAsync(shell, program, agreed[shell.NodeName], t),
                    results => Emit(pump, results),
                    token);
            }
        });
    }

    /// <summary>Asks about each service that is not there yet.</summary>
    private static async Task ConsentAsync(
        PipelinePump pump,
        HttpdDaemonPlanner planner,
        HttpdDaemonInventory? inventory,
        HttpdDaemonLook look,
        Dictionary<string, IReadOnlyList<HttpdDaemonPlan>> agreed)
    {
        try
        {
            var plans = new List<HttpdDaemonPlan>();
            foreach (var plan in planner.Plan(look))
            {
                if (plan.Action == HttpdDaemonAction.Unchanged
                    || await pump.AskAsync(cmdlet => cmdlet.ShouldProcess(look.Node, plan.Describe())))
                {
                    plans.Add(plan);
                }

                foreach (var missing in plan.Name == HttpdDaemonName.Cluster ? inventory!.FindMissing(look) : [])
                {
                    pump.WriteWarning(missing);
                }
            }

            if (plans.Count > 0)
            {
                agreed[look.Node] = plans;
            }
        }
        catch (NodeException e)
        {
            pump.WriteError(e.ToErrorRecord());
        }
    }

    private static async Task<IReadOnlyList<HttpdDaemonResult>> InstallAsync(
        INodeShell shell, HttpdDaemonProgram? program, IReadOnlyList<HttpdDaemonPlan> plans, CancellationToken cancellationToken)
    {
        var results = new List<HttpdDaemonResult>();
        var isUploaded = false;
        foreach (var plan in plans)
        {
            var watch = Stopwatch.StartNew();
            if (plan.UploadId is not null && !isUploaded)
            {
                await HttpdDaemonInstaller.UploadAsync(shell, program!, cancellationToken);
                isUploaded = true;
            }

            if (plan.Action != HttpdDaemonAction.Unchanged)
            {
                await HttpdDaemonInstaller.InstallAsync(shell, plan, cancellationToken);
            }

            results.Add(new HttpdDaemonResult
            {
                Node = plan.Node,
                Name = plan.Name,
                Action = plan.Action,
                Kind = plan.Kind,
                Program = plan.Program,
                Version = plan.Version,
                Duration = watch.Elapsed,
            });
        }

        return results;
    }

    private void Emit(PipelinePump pump, IReadOnlyList<HttpdDaemonResult> results)
    {
        if (PassThru)
        {
            pump.WriteAll(results);
        }
    }

    private HttpdDaemonInventory? ReadInventory()
    {
        var path = Inventory is not null ? FilePath(Inventory) : Slot.Current?.Inventory.SourcePath;
        if (path is null)
        {
            ThrowTerminatingError(HttpdErrorRecords.InventoryNeeded());
            return null;
        }

        try
        {
            var inventory = HttpdDaemonInventoryFile.Read(path);
            if (inventory.FindMisleading() is { } misleading)
            {
                ThrowTerminatingError(HttpdErrorRecords.InventoryPathRelative(path, misleading.Key, misleading.Path));
            }

            return inventory;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            ThrowTerminatingError(NodeErrorRecords.InventoryNotFound([path], isNamed: true));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(NodeErrorRecords.FileNotRead(path, e.Message, e));
        }
        catch (InventoryException e)
        {
            ThrowTerminatingError(NodeErrorRecords.InventoryInvalid(e));
        }

        return null;
    }

    /// <summary>The folder that the user names, or the running program's own.</summary>
    private HttpdDaemonProgram? FindProgram()
    {
        if (Program is not null)
        {
            var folder = FilePath(Program);
            if (HttpdDaemonProgram.FindFault(folder) is { } fault)
            {
                ThrowTerminatingError(HttpdErrorRecords.ProgramInvalid(folder, fault));
            }

            return HttpdDaemonProgram.Open(folder);
        }

        var own = Path.GetDirectoryName(Environment.ProcessPath);
        return own is not null && HttpdDaemonProgram.FindFault(own) is null ? HttpdDaemonProgram.Open(own) : null;
    }

    // The service knows no inventory: it must work also when the node is alone.
    private void WarnOfPlaces()
    {
        var usual = new HttpdSettings();
        if (Names.Contains(HttpdDaemonName.Local) && (Settings.ConfigPath != usual.ConfigPath || Settings.Command is not null))
        {
            WriteWarning("httpd-local finds Apache in the usual places only, and not by Httpd.ConfigPath or Httpd.Command of the inventory.");
        }
    }

    private bool Refuse(ErrorRecord error)
    {
        ThrowTerminatingError(error);
        return false;
    }
}
