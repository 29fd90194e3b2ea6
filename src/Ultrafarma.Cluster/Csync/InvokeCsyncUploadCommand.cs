using System.Management.Automation;
using System.Management.Automation.Host;
using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Csync;

/// <summary>Invoke-CsyncUpload: lets many files be uploaded to one node while csync2's schedules pause, and brings them to all.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "CsyncUpload", SupportsShouldProcess = true)]
[OutputType(typeof(CsyncUploadReport))]
public sealed class InvokeCsyncUploadCommand : ClusterCommand
{
    // What a program prints is for whoever watches, at once; the pipeline carries the report.
    private const string Shown = "& $args[0] | Out-Default";

    /// <summary>What uploads. Without it, a person does, and presses Enter at the end.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNull]
    public ScriptBlock? ScriptBlock { get; set; }

    /// <summary>The node that is uploaded to: the one with the role Upload unless given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(NodeNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Node { get; set; }

    private CsyncSettings Settings => CsyncRun.SettingsOf(Slot);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var node = Target();
        var others = Group.NodeNames.Count - 1;
        if (!ShouldProcess(node, $"pause csync2's schedules on it and {others} others, wait for the upload, and push it"))
        {
            return;
        }

        Run(async (pump, token) =>
        {
            var report = await new CsyncUploader(Group, Settings, CsyncRun.Options(), ProgressTo(pump)).RunAsync(
                node,
                _ => pump.AskAsync(_ => Upload(node)),
                (name, error) => pump.WriteError(CsyncErrorRecords.NotRun(name, error)),
                owed => pump.WriteWarning($"{owed} before the upload: where the upload touches these, it will be refused. Get-CsyncConflict shows them."),
                token);
            if (report is null)
            {
                return;
            }

            pump.Write(report);
            if (!report.IsInSync)
            {
                pump.WriteError(CsyncErrorRecords.UploadNotInSync(report));
            }
        });
    }

    private string Target()
    {
        if (Node is not null)
        {
            return NodeNamed(Node);
        }

        var (node, problem) = CsyncUploadNode.Find(Slot, Group);
        return problem is null ? node : Refuse(problem);
    }

    private string Refuse(ErrorRecord error)
    {
        ThrowTerminatingError(error);
        return "";
    }

    private bool Upload(string node)
    {
        try
        {
            if (ScriptBlock is null)
            {
                AskPerson(node);
            }
            else
            {
                InvokeCommand.InvokeScript(useLocalScope: true, System.Management.Automation.ScriptBlock.Create(Shown), null, ScriptBlock);
            }

            return true;
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            WriteWarning($"The upload ended with an error, so nothing was pushed. csync2's schedules go on, and will push what {node} holds now.");
            throw;
        }
    }

    private void AskPerson(string node)
    {
        try
        {
            Host.UI.WriteLine($"csync2's schedules pause on all nodes. Upload to {node} now; press Enter when the upload is done, or Ctrl-C to push nothing.");
            Host.UI.ReadLine();
        }
        catch (Exception e) when (e is HostException or PSInvalidOperationException or NotImplementedException)
        {
            ThrowTerminatingError(CsyncErrorRecords.NobodyToAsk(e));
        }
    }
}
