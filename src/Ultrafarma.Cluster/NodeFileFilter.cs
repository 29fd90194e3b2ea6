using System.Management.Automation;

namespace Ultrafarma.Cluster.Commands;

/// <summary>Which files of which nodes are meant: what all objects of a pipeline together ask for.</summary>
internal sealed class NodeFileFilter
{
    private readonly List<(IReadOnlyList<string>? Nodes, IReadOnlyList<string>? Paths)> _requests = [];

    /// <summary>Takes what one pipeline object asks for: names or wildcards, null for all.</summary>
    public void Add(IReadOnlyList<string>? nodes, IReadOnlyList<string>? paths) => _requests.Add((nodes, paths));

    /// <summary>Whether a file is meant. Nodes' names have no case, paths have.</summary>
    public bool Matches(string node, string path) => _requests.Any(r =>
        NameFilter.Matches(r.Nodes, node, WildcardOptions.IgnoreCase) && NameFilter.Matches(r.Paths, path, WildcardOptions.None));
}
