using System.Management.Automation;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Nodes;

/// <summary>
/// Gets the nodes of the connected cluster at a glance: whether each answers, its servers in the balancer, its Apache and its csync2.
/// One that does not answer is a row too, not an error.
/// </summary>
[Cmdlet(VerbsCommon.Get, "WebClusterNode")]
[OutputType(typeof(WebClusterNode))]
public sealed class GetWebClusterNodeCommand : GlanceCommand
{
    /// <inheritdoc/>
    /// <remarks>Other cmdlets have a path in the first place; here a node is all that can be meant.</remarks>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Nodes", "Name")]
    [ArgumentCompleter(typeof(NodeNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public override string[]? Node
    {
        get => base.Node;
        set => base.Node = value;
    }

    /// <summary>Asks the chosen nodes only whether they answer.</summary>
    [Parameter]
    public SwitchParameter ConnectionOnly { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // Not before the end: Connect-WebCluster may stand earlier in the same pipeline.
        if (Slot.Current is not { } session)
        {
            ThrowTerminatingError(NodeErrorRecords.NotConnected());
            return;
        }

        var group = ScopedGroup();
        Run(async (pump, token) =>
        {
            var nodes = group.NodeNames.Count == 0 ? []
                : ConnectionOnly ? await NodeProbe.RunAsync(session, group, token)
                : ClusterNodes.Of(await LookAsync(pump, token));
            foreach (var node in nodes.Where(n => group.NodeNames.Contains(n.Name)))
            {
                pump.Write(node);
            }
        });
    }
}
