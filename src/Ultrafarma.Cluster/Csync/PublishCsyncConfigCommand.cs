using System.Management.Automation;
using Ultrafarma.Cluster.Csync;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Csync;

/// <summary>Publish-CsyncConfig: brings one csync2 config, and its keys, to all nodes.</summary>
[Cmdlet(VerbsData.Publish, "CsyncConfig", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = "Path")]
[OutputType(typeof(CsyncConfigResult))]
public sealed class PublishCsyncConfigCommand : CsyncPutCommand
{
    /// <summary>The config, a file on this machine.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The node whose config is published.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "FromNode")]
    [ArgumentCompleter(typeof(NodeNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string FromNode { get; set; } = "";

    /// <summary>Publishes the keys that the config names, too.</summary>
    [Parameter]
    public SwitchParameter Key { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var isLocal = ParameterSetName == "Path";
        var local = isLocal ? ReadLocal(FilePath(Path)) : null;
        var from = isLocal ? null : NodeNamed(FromNode);
        var group = ScopedGroup();
        var planner = new CsyncPublishPlanner(Settings);
        Run(async (pump, token) =>
        {
            try
            {
                pump.WriteProgress(new ProgressRecord(1, "Publishing csync2's config", $"Reading from {group.NodeNames.Count} nodes"));
                var source = local ?? await CsyncPublishSource.ReadAsync(new CsyncConfigReader(Settings), Group[from!], Key, token);
                var plans = await group.AskAsync(group.NodeNames, (shell, ending) => planner.PlanAsync(shell, source.Files, ending), token);
                WriteFailures(pump, plans.Select(p => p.Error).OfType<NodeException>());
                var steps = await ConsentAsync(pump, plans.Select(p => p.Value).OfType<CsyncPublishStep>());
                await new CsyncPublishRun(
                    group, NewWriter(), r => Write(pump, r), e => pump.WriteError(e.ToErrorRecord()), ProgressTo(pump)).PublishAsync(steps, token);
            }
            catch (CsyncEditException e)
            {
                pump.WriteError(CsyncErrorRecords.NotEditable(from ?? Path, e));
            }
        });
    }

    /// <summary>Emits what is right already, and asks about the rest.</summary>
    /// <returns>The steps that are to be done.</returns>
    private static async Task<IReadOnlyList<CsyncPublishStep>> ConsentAsync(PipelinePump pump, IEnumerable<CsyncPublishStep> plans)
    {
        var agreed = new List<CsyncPublishStep>();
        foreach (var step in plans)
        {
            foreach (var result in step.UnchangedResults)
            {
                pump.Write(result);
            }

            if (step.Diff.Length > 0)
            {
                pump.WriteVerbose(step.Diff);
            }

            if (step.Puts.Count > 0 && await pump.AskAsync(cmdlet => cmdlet.ShouldProcess(step.Node, step.Text)))
            {
                agreed.Add(step);
            }
        }

        return agreed;
    }

    private CsyncPublishSource ReadLocal(string path)
    {
        try
        {
            return CsyncPublishSource.Read(CsyncLocalFile.Read(this, path), Key, name =>
                System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path)!, name) is var beside && File.Exists(beside)
                    ? CsyncLocalFile.ReadBytes(this, beside)
                    : null);
        }
        catch (CsyncEditException e)
        {
            ThrowTerminatingError(CsyncErrorRecords.NotEditable(path, e));
            throw;
        }
    }
}
