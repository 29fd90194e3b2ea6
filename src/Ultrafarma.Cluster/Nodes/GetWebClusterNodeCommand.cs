using System.Management.Automation;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Nodes;

/// <summary>Gets the nodes of the connected cluster and whether each answers. One that does not is a row too, not an error.</summary>
[Cmdlet(VerbsCommon.Get, "WebClusterNode")]
[OutputType(typeof(WebClusterNode))]
public sealed class GetWebClusterNodeCommand : NodeScopedCommand
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
            foreach (var node in await NodeProbe.RunAsync(session, group, token))
            {
                pump.Write(node);
            }
        });
    }
}
