using System.Management.Automation;
using Ultrafarma.Cluster.Httpd;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Httpd;

/// <summary>Publish-HttpdConfig: brings one httpd.conf to all nodes, each with its own host in it, without taking the site down.</summary>
/// <remarks>Its impact is Medium: every node proves that it lives, and has its old file back when it does not.</remarks>
[Cmdlet(VerbsData.Publish, "HttpdConfig", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = "Path")]
[OutputType(typeof(HttpdPublishResult))]
public sealed class PublishHttpdConfigCommand : HttpdRolloutCommand
{
    /// <summary>The config, a file on this machine.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The node whose main config is published.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "FromNode")]
    [ArgumentCompleter(typeof(NodeNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string FromNode { get; set; } = "";

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (Slot.Current is not { } session)
        {
            ThrowTerminatingError(NodeErrorRecords.NotConnected());
            return;
        }

        RequireBalancerForDrain();
        var local = ParameterSetName == "Path" ? ReadLocal(FilePath(Path)) : null;
        var from = local is null ? NodeNamed(FromNode) : null;
        var group = ScopedGroup();
        var planner = new HttpdPublishPlanner(Settings, Hosts!);
        Run(async (pump, token) =>
        {
            pump.WriteProgress(new ProgressRecord(1, "Publishing httpd.conf", $"Reading from {group.NodeNames.Count} nodes"));
            var source = local ?? await planner.ReadSourceAsync(session[from!], token);
            var steps = await planner.PlanAsync(group, source, Force, token);
            await RolloutAsync(pump, group, steps, "publish", token);
        });
    }

    private HttpdPublishSource ReadLocal(string path)
    {
        try
        {
            return new HttpdPublishSource(path, HttpdDocument.Parse(File.ReadAllBytes(path)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(NodeErrorRecords.FileNotRead(path, e.Message, e));
            throw;
        }
    }
}
