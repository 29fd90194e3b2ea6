using System.Management.Automation;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands;

/// <summary>A cmdlet that works on some or all nodes.</summary>
public abstract class NodeScopedCommand : ClusterCommand
{
    private readonly List<string> _patterns = [];
    private bool _hadInput;

    /// <summary>The nodes, by name or wildcard; all unless given.</summary>
    /// <remarks>Nodes comes before Name, so that a piped cluster gives its nodes and not its own name.</remarks>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Nodes", "Name")]
    [ArgumentCompleter(typeof(NodeNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public virtual string[]? Node { get; set; }

    /// <summary>How many nodes are asked at once; the inventory's unless given.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int ThrottleLimit { get; set; }

    /// <summary>Collects the nodes of every pipeline object: the nodes are asked together, at the end.</summary>
    protected override void ProcessRecord()
    {
        _hadInput = true;
        if (Node is not null)
        {
            _patterns.AddRange(Node);
        }
    }

    /// <summary>The group narrowed to the chosen nodes. A name that matches nothing is a non-terminating error.</summary>
    private protected INodeGroup ScopedGroup()
    {
        var group = Group;
        if (!_hadInput)
        {
            // A pipeline that gives nothing means no node, and not all.
            return new NodeGroupScope(group, [], group.ThrottleLimit);
        }

        if (_patterns.Count == 0)
        {
            return ThrottleLimit > 0 ? new NodeGroupScope(group, group.NodeNames, ThrottleLimit) : group;
        }

        return ScopedGroup(_patterns);
    }

    /// <summary>The group narrowed to nodes by name or wildcard. A name that matches nothing is a non-terminating error.</summary>
    private protected INodeGroup ScopedGroup(IEnumerable<string> patterns)
    {
        var group = Group;
        var chosen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var pattern in patterns.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var wildcard = new WildcardPattern(pattern, WildcardOptions.IgnoreCase);
            var matches = group.NodeNames.Where(wildcard.IsMatch).ToList();
            chosen.UnionWith(matches);
            if (matches.Count == 0)
            {
                WriteError(NodeErrorRecords.UnknownNode(pattern, group.NodeNames));
            }
        }

        var limit = ThrottleLimit > 0 ? ThrottleLimit : group.ThrottleLimit;
        return new NodeGroupScope(group, [.. group.NodeNames.Where(chosen.Contains)], limit);
    }
}
